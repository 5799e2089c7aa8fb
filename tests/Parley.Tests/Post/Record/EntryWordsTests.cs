using System.Collections.Immutable;
using Parley.Console.Texts;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Post.Record;

namespace Parley.Tests.Post.Record;

/// <summary>What an entry of the journal says, for people who read it.</summary>
public sealed class EntryWordsTests
{
    private static readonly PartyName A = new("a");
    private static readonly PartyName B = new("b");
    private static readonly Instant Noon = Instant.Parse("2026-11-23T12:00:00Z").Value;
    private static readonly EntityId Agreement = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

    private static Letter From(PartyName by, PartyName to, LetterBody body) => new(by, ImmutableSortedDictionary<string, long>.Empty.Add(to.Value, 1), Noon, body);

    [Fact]
    public void Everything_that_an_entry_or_letter_does_has_its_words()
    {
        var keys = Wording.In("en").Keys.ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(EntryWords.AllKinds.Select(static k => $"entry.{k}").Concat(EntryWords.AllLetters.Select(static l => $"letter.{l}")), k => !keys.Contains(k));
    }

    [Fact]
    public void Anothers_letter_is_its_senders_act_with_officer_subject_and_place()
    {
        var view = EntryWords.Of(7, new ReceiveLetter(Noon, 3, 41, Noon, From(B, A, new AgreementSuspended(Agreement, Noon, "Storm", "Lund", "Berg")), "jws"), A);
        Assert.Equal((7, "take", "agreement-suspended", "b", 41), (view.Position, view.Kind, view.Letter, view.From, view.Place));
        Assert.Equal(("Lund", "Berg", "agreement", Agreement.ToString(), "Storm"), (view.Officer, view.SecondOfficer, view.AboutKind, view.About, view.Text));
        Assert.Equal(["a"], view.To);
        Assert.Equal(Noon.ToString(), view.PlacedAt);
    }

    [Fact]
    public void An_own_entry_is_this_partys_and_names_whom_all_its_letters_go_to()
    {
        var view = EntryWords.Of(1, new WriteLetters(Noon, [new Draft([B], new AgreementSigned(Agreement, "ab12", "Ash")), new Draft([new PartyName("m")], new Blank())]), A);
        Assert.Equal(("a", "write", "agreement-signed", 2, "Ash", "ab12"), (view.From, view.Kind, view.Letter, view.Letters, view.Officer, view.Text));
        Assert.Equal(["b", "m"], view.To);
        Assert.Null(view.Place);
    }

    [Fact]
    public void A_long_text_is_cut_and_one_that_turns_the_reading_direction_is_shown_defused()
    {
        var id = new EntityId(Guid.NewGuid());
        var message = new MessageSent(id, id, MessageKind.Message, Core.Line.Precedence.Routine, new string('x', 299) + "\u202Eabc");
        var text = EntryWords.Of(1, new ReceiveLetter(Noon, 1, 1, Noon, From(B, A, message), ""), A).Text!;
        Assert.Equal(300, text.Length);
        Assert.EndsWith("…", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', EntryWords.Of(1, new ReceiveLetter(Noon, 1, 1, Noon, From(B, A, message with { Text = "a\u202Eb" }), ""), A).Text!);
    }

    [Fact]
    public void A_search_passes_over_only_what_it_cannot_be()
    {
        var entry = PostCodec.Encode(new ReceiveLetter(Noon, 3, 41, Noon, From(B, A, new AgreementEnded(Agreement, "done")), "jws"));
        var view = EntryWords.Of(1, PostCodec.Decode(entry), A);
        foreach (var (wanted, found) in new[]
        {
            (new Wanted(null, null, null), true), (new Wanted("take", null, null), true), (new Wanted("agreement-ended", null, null), true), (new Wanted("agreement-signed", null, null), false),
            (new Wanted(null, "a", null), true), (new Wanted(null, "b", null), true), (new Wanted(null, "m", null), false), (new Wanted("take", "b", Agreement.ToString()), true),
            (new Wanted(null, null, Guid.NewGuid().ToString()), false),
        })
        {
            Assert.Equal(found, wanted.Perhaps(entry, "a") && wanted.Is(view));
        }
    }
}
