using System.Diagnostics.Metrics;
using Parley.Core.Exchange;

namespace Parley.Hosting;

/// <summary>What an exchange measures of itself beside what ASP.NET Core measures of requests. Thread-safe.</summary>
internal sealed class ExchangeMetrics : IDisposable
{
    public const string MeterName = "Parley.Exchange";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _commands;

    public ExchangeMetrics(ExchangeEngine engine)
    {
        _commands = _meter.CreateCounter<long>("parley.commands", "{command}", "Commands by what came of them.");
        _meter.CreateObservableGauge("parley.intents", () => engine.Read(0, static (s, _) => s.IntentCount), "{intent}", "Operational intents in the state.");
        _meter.CreateObservableGauge("parley.constraints", () => engine.Read(0, static (s, _) => s.ConstraintCount), "{constraint}", "Constraints in the state.");
        _meter.CreateObservableGauge("parley.subscriptions", () => engine.Read(0, static (s, _) => s.SubscriptionCount), "{subscription}", "Subscriptions in the state.");
        _meter.CreateObservableCounter("parley.journal.entries", () => engine.Log.End, "{entry}", "Entries in the journal since it began.");
        _meter.CreateObservableGauge("parley.journal.writable", () => engine.Log.Health.Failure is null ? 1 : 0, description: "1 while the journal can be written.");
        _meter.CreateObservableGauge("parley.letters.waiting", () => engine.Read(0, static (s, _) => s.LettersWaiting), "{letter}", "Letters that wait for at least one receiver.");
        _meter.CreateObservableGauge("parley.letters.waiting.size", () => engine.Read(0, static (s, _) => s.BytesWaiting), "By", "Sealed bytes that wait in mailboxes.");
        _meter.CreateObservableCounter("parley.letters", () => engine.Read(0, static (s, _) => s.LastPlace), "{letter}", "Letters and receipts taken since the journal began.");
    }

    public void Count(Outcome outcome) => _commands.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
    {
        Refused => "refused",
        MissingFromKey => "missing_from_key",
        Unavailable => "unavailable",
        _ => "done",
    }));

    public void Dispose() => _meter.Dispose();
}
