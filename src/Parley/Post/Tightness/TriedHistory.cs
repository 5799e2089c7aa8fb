using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Tightness;

/// <summary>
/// The same journal under other terms of one agreement: its findings carry the tried terms, and every letter that tells of an intent is
/// weighed again against what is declared, under the minima that then hold. What people did stays as they did it. One thread.
/// </summary>
internal sealed class TriedHistory(PartyName me, OtherTerms tried)
{
    private readonly Airspace _airspace = new(me);

    public History History { get; } = new(me);

    public void Apply(PostCommand command) => _airspace.Follow(History.State, History.Apply(Under(command)));

    private PostCommand Under(PostCommand command) => History.LetterOf(History.State, command) is not { } letter ? command : command switch
    {
        ReceiveLetter { Found: { } found } take => take with { Found = Again(found, letter.Body, letter.From, letter.To) },
        TakeSent { Found: { } found } sent => sent with { Found = Again(found, letter.Body, letter.From, letter.To) },
        TakeHistory { Found: { } found } told => told with { Found = Again(found, letter.Body, letter.From, letter.To) },
        _ => command,
    };

    private Findings Again(Findings found, LetterBody body, PartyName from, IEnumerable<string> to) => body switch
    {
        AgreementDrafted drafted when drafted.Agreement == tried.Agreement && found.Terms is { } agreed => found with { Terms = tried.In(agreed) },
        Notice notice when found.Facts is not null => found with { Pairs = Weighed(notice, from, to) },
        Reconfirmed reconfirmed => found with { Pairs = Weighing.OfReconfirmed(History.State, _airspace, reconfirmed, to) },
        _ => found,
    };

    private ImmutableArray<Closeness> Weighed(Notice notice, PartyName from, IEnumerable<string> to) =>
        Weighing.OfNotice(History.State, _airspace, notice, from, to, PostVolumes.Known(notice.Volumes));
}
