using System.Text;
using System.Text.Json;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.F3548;
using Parley.Journal;

namespace Parley.Post.Uss;

/// <summary>
/// F3548-21's log sets, read from this post's journal: one for each intent or constraint, of the calls about it that this post made and
/// answered. Bodies are left out; the volumes and decisions themselves stand in the journal. Thread-safe.
/// </summary>
internal sealed class UssLog(PostEngine engine, string data, string exchange, string ussBaseUrl) : IDisposable
{
    // A whole journal is read for each, so one at a time.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Keeps one call; nobody waits for it.</summary>
    public void Keep(EntityId about, PartyName with, string role, string method, string url, Instant asked, int status, string? problem = null) => _ = engine.SubmitAsync(
        new KeepExchange(engine.Now, about, with, new RawJson(JsonSerializer.Serialize(Record(role, method, url, asked, engine.Now, status, problem), WireJson.Default.ExchangeRecord))));

    /// <param name="with">Only what was exchanged with this system; null for all, the exchange's among it, for this party's own people.</param>
    public async Task<IReadOnlyList<ExchangeRecord>> ReadAsync(EntityId about, PartyName? with, CancellationToken cancel = default)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Read(about, with), cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    private List<ExchangeRecord> Read(EntityId about, PartyName? with)
    {
        var records = new List<ExchangeRecord>();
        var relayed = new Dictionary<EntityId, (int Index, ExchangeRecord Record)>();
        var (id, answer) = (Encoding.ASCII.GetBytes(about.ToString()), "uss-answer/"u8.ToArray());
        (BeginFiling Begin, string? Ovn)? filing = null;
        string? ovn = null;
        JournalReader.Open(data).Read(1, entry =>
        {
            // Most entries are about something else; they are not decoded.
            if (entry.Payload.Span.IndexOf(id) < 0 && (relayed.Count == 0 || entry.Payload.Span.IndexOf(answer) < 0))
            {
                return true;
            }

            switch (PostCodec.Decode(entry.Payload))
            {
                case KeepExchange keep when keep.About == about && (with is null || keep.With == with):
                    records.Add(JsonSerializer.Deserialize(keep.Record.Text, WireJson.Default.ExchangeRecord)!);
                    break;
                case ReceiveLetter { Letter.Body: UssRequest request } take when request.Path.Contains(about.ToString(), StringComparison.OrdinalIgnoreCase) || Tells(request, about):
                    if (with is null || request.Caller == with.Value.Value)
                    {
                        var record = Record("Server", request.Method, $"{ussBaseUrl}{request.Path}", take.Time, null, null, null);
                        relayed[request.Id] = (records.Count, record);
                        records.Add(record);
                    }

                    break;
                case TakeSent { Letter.Body: UssAnswer told } sent when relayed.Remove(told.Id, out var asked):
                    records[asked.Index] = asked.Record with { ResponseTime = sent.Time.ToWire(), ResponseCode = told.Status };
                    break;
                case BeginFiling begin when begin.Intent == about && begin.Plan.Kind == DeclaredKind.Intent:
                    filing = (begin, ovn);
                    break;
                case EndFiling end when end.Intent == about && filing is { } done:
                    Add(done.Begin, done.Ovn, end.Now, done.Begin.Step == FilingStep.File ? 201 : 200, null);
                    (ovn, filing) = (end.Ovn, null);
                    break;
                case FailFiling fail when fail.Intent == about && filing is { } failed:
                    Add(failed.Begin, failed.Ovn, fail.Now, 409, fail.Reason);
                    filing = null;
                    break;
            }

            return true;
        });
        return records;

        void Add(BeginFiling begin, string? shown, Instant answered, int status, string? problem)
        {
            if (with is null)
            {
                var url = $"{exchange}/dss/v1/operational_intent_references/{about}{(shown is null ? "" : $"/{shown}")}";
                records.Add(Record("Client", begin.Step == FilingStep.Withdraw ? "DELETE" : "PUT", url, begin.Now, answered, status, problem));
            }
        }
    }

    private static bool Tells(UssRequest request, EntityId about) =>
        request.Path is UssSide.Intents or UssSide.Constraints && request.Body?.Contains(about.ToString(), StringComparison.OrdinalIgnoreCase) == true;

    private static ExchangeRecord Record(string role, string method, string url, Instant asked, Instant? answered, int? status, string? problem) => new()
    {
        Url = url,
        Method = method,
        RecorderRole = role,
        RequestTime = asked.ToWire(),
        ResponseTime = answered?.ToWire(),
        ResponseCode = status,
        Problem = problem,
    };

    public void Dispose() => _turn.Dispose();
}
