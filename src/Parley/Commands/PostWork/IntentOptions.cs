using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary>What is said of an intent beside its volumes. An option counts before what the file says.</summary>
internal sealed class IntentOptions
{
    private readonly Option<string?> _note = PostCommands.Text("--note", "TEXT", "For the other side to read");
    private readonly Option<string?> _activity = PostCommands.Text("--activity", "WORD", "Kind of activity, as the agreement's give_way names it");
    private readonly Option<string?> _place = PostCommands.Text("--place", "NAME", "A place or airfield to read the coordinates back against");
    private readonly Option<string?> _state = PostCommands.Text("--state", "STATE", "Accepted (the default), Activated, Nonconforming or Contingent");
    private readonly Option<string?> _id = PostCommands.Text("--id", "UUID", "An id of your choice, so that filing can be tried again");
    private readonly Option<bool> _standing = new("--standing") { Description = "Renewed by reconfirming it" };
    private readonly Option<bool> _site = new("--site") { Description = "A protected site, not an intent" };
    private readonly Option<string?> _underWay = PostCommands.Text("--under-way", "HOW", "delayed, turned-back or aborted");

    public IReadOnlyList<Symbol> ForFiling => [_note, _activity, _place, _standing, _state, _id, _site];

    public IReadOnlyList<Symbol> ForChanging => [_state, _underWay, _note, _activity, _place, _standing];

    /// <param name="file">Null: the volumes stay as they are.</param>
    public IntentRequest Read(PostTalk talk, string? file)
    {
        var request = file is null ? new IntentRequest() : PostTalk.Take(VolumesFile.Read(file));
        return request with
        {
            Note = talk.Get(_note) ?? request.Note,
            Activity = talk.Get(_activity) ?? request.Activity,
            Place = talk.Get(_place) ?? request.Place,
            State = talk.Get(_state) ?? request.State,
            Id = talk.Get(_id) ?? request.Id,
            Standing = talk.Get(_standing) ? true : request.Standing,
            Kind = talk.Get(_site) ? "site" : request.Kind,
            UnderWay = talk.Get(_underWay) ?? request.UnderWay,
        };
    }
}
