using System.CommandLine;
using System.Globalization;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Geometry;

namespace Parley.Commands.PostWork;

/// <summary>How a proposal is written on a command line: a suggestion's number, a change in people's units, or a word.</summary>
internal sealed class ProposalOptions
{
    private readonly Option<int?> _suggestion = new("--suggestion") { Description = "A suggestion's number, as conflict show counts them", HelpName = "N" };
    private readonly Option<string?> _kind = PostCommands.Text("--kind", "KIND", "hold, please-hold or accept-risk; the kind of a change is told by its option");
    private readonly Option<string?> _shift = PostCommands.Text("--shift", "6min", "Start later, or with a minus earlier");
    private readonly Option<string?> _climb = PostCommands.Text("--climb", "300ft", "Fly higher, or with a minus lower");
    private readonly Option<string?> _bearing = PostCommands.Text("--bearing", "90", "Move in this direction, degrees from north");
    private readonly Option<string?> _distance = PostCommands.Text("--distance", "2km", "and this far");
    private readonly Option<string?> _shrink = PostCommands.Text("--shrink", "200m", "Draw the outlines in by this much");
    private readonly Option<string?> _intent = PostCommands.Text("--intent", "ID", "Which intent changes. Default: this party's own");
    private readonly Option<string?> _reason = PostCommands.Reason();
    private readonly Option<string?> _officer = PostCommands.Officer();
    private readonly Option<string?> _second = PostCommands.Text("--second-officer", "NAME", "Who consents beside the first, for accept-risk");

    public IReadOnlyList<Symbol> All => [_suggestion, _kind, _shift, _climb, _bearing, _distance, _shrink, _intent, _reason, _officer, _second];

    /// <exception cref="PostWorkException">What is asked for is no proposal.</exception>
    public async Task<ProposalRequest> ReadAsync(PostTalk talk, string conflict)
    {
        var (kind, change) = talk.Get(_suggestion) is { } number ? await SuggestedAsync(talk, conflict, number) : await OwnAsync(talk, conflict);
        return new ProposalRequest { Kind = kind, Change = change, Reason = talk.Get(_reason), Officer = talk.Get(_officer), SecondOfficer = talk.Get(_second) };
    }

    private async Task<(string Kind, ChangeView? Change)> SuggestedAsync(PostTalk talk, string conflict, int number)
    {
        if (new[] { _kind, _shift, _climb, _bearing, _distance, _shrink, _intent }.Any(o => talk.Get(o) is not null))
        {
            throw PostTalk.Bad("A suggestion says all of the change; leave the other options out, or give them without --suggestion");
        }

        var suggestions = talk.Value(await talk.Client.ConflictAsync(conflict, talk.Cancel)).Suggestions;
        return number >= 1 && number <= suggestions.Count ? (suggestions[number - 1].Kind, suggestions[number - 1].Change)
            : throw PostTalk.Bad(suggestions.Count == 0 ? "There are no suggestions for this conflict; propose a change of your own" : $"There is no suggestion {number}; there are {suggestions.Count}");
    }

    private async Task<(string Kind, ChangeView? Change)> OwnAsync(PostTalk talk, string conflict)
    {
        var given = talk.Get(_kind);
        if (!Measures(talk.Get(_shift), talk.Get(_climb), talk.Get(_bearing), talk.Get(_distance), talk.Get(_shrink)).Try(out var measured, out var problem))
        {
            throw PostTalk.Bad(problem.ToString());
        }

        if (measured is not { } change)
        {
            return given is not null ? (given, null) : throw PostTalk.Bad("Nothing is proposed; give --suggestion, a change such as --shift 6min, or --kind hold");
        }

        if (given is not null && given != change.Kind)
        {
            throw PostTalk.Bad($"--kind {F3548.VolumeReader.Quote(given)} is not what the change says; leave --kind out");
        }

        var view = talk.Value(await talk.Client.ConflictAsync(conflict, talk.Cancel));
        string? intent;
        if (talk.Get(_intent) is { } text)
        {
            intent = await PostTalk.IdAsync(text, "intent in this conflict", () => Task.FromResult<IEnumerable<string>>(view.Intents));
        }
        else
        {
            var me = talk.Value(await talk.Client.StatusAsync(talk.Cancel)).Party;
            intent = view.Intents.Zip(view.Parties).Where(i => i.Second == me).Select(static i => i.First).FirstOrDefault()
                ?? throw PostTalk.Bad("This party has no intent in the conflict; say with --intent whose changes");
        }

        change.Change.Intent = intent;
        return change;
    }

    /// <summary>The change that these options write, still without its intent; null when none is given.</summary>
    internal static Checked<(string Kind, ChangeView Change)?> Measures(string? shift, string? climb, string? bearing, string? distance, string? shrink)
    {
        if ((bearing is null) != (distance is null))
        {
            return new Problem(bearing is null ? "--distance" : "--bearing", "needs the other; give both --bearing and --distance");
        }

        if (new[] { shift, climb, bearing, shrink }.Count(static o => o is not null) > 1)
        {
            return new Problem("", "A proposal is one change; give one of --shift, --climb, --bearing with --distance, --shrink");
        }

        Problem? problem = null;
        if (shift is not null)
        {
            return Signed(shift, static t => Duration.Parse(t).Try(out var span, out var p) ? span.TotalSeconds : p).Try(out var seconds, out problem)
                ? ("shift-time", new ChangeView { ShiftS = seconds }) : problem.Under("--shift");
        }

        if (climb is not null)
        {
            return Signed(climb, static t => Quantity.ParseLength(t)).Try(out var metres, out problem) ? ("change-altitude", new ChangeView { ClimbM = metres }) : problem.Under("--climb");
        }

        if (shrink is not null)
        {
            return Quantity.ParseLength(shrink).Try(out var metres, out problem) ? ("shrink", new ChangeView { ShrinkM = metres }) : problem.Under("--shrink");
        }

        if (bearing is null)
        {
            return ((string, ChangeView)?)null;
        }

        if (!double.TryParse(bearing, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) || degrees > 360)
        {
            return new Problem("--bearing", $"{F3548.VolumeReader.Quote(bearing)} is no direction; give degrees from north, 0 to 360");
        }

        return Quantity.ParseLength(distance).Try(out var far, out problem) ? ("move", new ChangeView { BearingDeg = degrees, DistanceM = far }) : problem.Under("--distance");
    }

    private static Checked<double> Signed(string text, Func<string, Checked<double>> read)
    {
        var (sign, rest) = text.TrimStart() is ['-' or '−', .. var less] ? (-1, less) : text.TrimStart() is ['+', .. var more] ? (1, more) : (1, text);
        return read(rest).Try(out var value, out var problem) ? sign * value : problem;
    }
}
