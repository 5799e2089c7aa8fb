using System.Text.Json;

namespace Parley.Client.Post;

/// <summary>What one officer asked for and a second one has still to consent to; also the answer, with 202, to a person's call that takes two.</summary>
/// <param name="Deed">What it is: <c>Suspend</c>, <c>AcceptRisk</c>, <c>Release</c> or <c>Keys</c>.</param>
/// <param name="About">Id or name of what it is about.</param>
/// <param name="Until">RFC 3339: after it there is nothing left to consent to.</param>
public sealed record ConsentView(string Id, string Deed, string Operation, string? About, string Officer, string Asked, string Until, string? Reason, JsonElement Body);
