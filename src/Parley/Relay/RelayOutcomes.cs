using Parley.Core.Exchange;

namespace Parley.Relay;

/// <summary>A letter that is not what its envelope says, or came too late or too early: 400.</summary>
internal sealed record NotAsSigned(string Sentence) : Outcome;

/// <summary>More would wait than the settings allow: 429.</summary>
internal sealed record OverQuota(string Sentence) : Outcome;
