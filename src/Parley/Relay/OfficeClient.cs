using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Journal;

namespace Parley.Relay;

/// <summary>
/// An operator's hand on an exchange's parties: through the running exchange if there is one, otherwise by opening its journal. One caller.
/// </summary>
internal static class OfficeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task<Checked<OfficeReply>> AdmitAsync(string data, byte[] description, bool replaceKeys) => ReachAsync(
        data, HttpMethod.Post, "admit", JsonSerializer.SerializeToUtf8Bytes(new AdmitRequest(description, replaceKeys), OperatorJson.Default.AdmitRequest),
        OperatorJson.Default.OfficeReply, office => office.AdmitAsync(description, replaceKeys));

    public static Task<Checked<OfficeReply>> ExpelAsync(string data, string name) => ReachAsync(
        data, HttpMethod.Post, "expel", JsonSerializer.SerializeToUtf8Bytes(new ExpelRequest(name), OperatorJson.Default.ExpelRequest),
        OperatorJson.Default.OfficeReply, office => office.ExpelAsync(name));

    public static Task<Checked<PartyList>> ListAsync(string data) => ReachAsync(
        data, HttpMethod.Get, "parties", null, OperatorJson.Default.PartyList, static office => Task.FromResult(new PartyList(office.List())));

    private static async Task<Checked<T>> ReachAsync<T>(
        string data, HttpMethod method, string path, byte[]? body, JsonTypeInfo<T> shape, Func<PartyOffice, Task<T>> offline)
        where T : class
    {
        if (OperatorFile.Read(data) is { } door && await AskAsync(door, method, path, body, shape) is { } answer)
        {
            return answer;
        }

        return await OpenAsync(data, offline);
    }

    // Null when nobody is behind the door: the file of an exchange that was killed, or its port in other hands.
    private static async Task<Checked<T>?> AskAsync<T>(OperatorFile door, HttpMethod method, string path, byte[]? body, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            using var handler = new HttpClientHandler { UseProxy = false };
            using var http = new HttpClient(handler) { BaseAddress = new Uri(door.Url), Timeout = Patience };
            using var request = new HttpRequestMessage(method, $"/parley/v1/operator/{path}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", door.Key);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            }

            using var response = await http.SendAsync(request);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound)
            {
                return null;
            }

            if (response.IsSuccessStatusCode)
            {
                return (Checked<T>)JsonSerializer.Deserialize(bytes, shape)!;
            }

            var refusal = JsonSerializer.Deserialize(bytes, Client.F3548.WireJson.Default.ErrorResponse);
            return (Checked<T>)new Problem("", $"The exchange answered {(int)response.StatusCode}: {refusal?.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<Checked<T>> OpenAsync<T>(string data, Func<PartyOffice, Task<T>> act)
    {
        if (!Directory.Exists(data))
        {
            return new Problem("--data", $"names {data}, which is not there; give the exchange's data folder");
        }

        try
        {
            var log = LocalLog.Open(ExchangeHost.JournalOf(new ExchangeOptions { Data = data }, null));
            await using var engine = new ExchangeEngine(log, TimeProvider.System, new Fairness());
            using (var newest = SnapshotStore.Open(data).OpenNewest(out _))
            {
                engine.Start(newest is null ? new ExchangeState() : Core.Exchange.Snapshot.Read(newest.Body), newest?.Position ?? 0);
            }

            return await act(new PartyOffice(engine));
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            return new Problem("", e.Message);
        }
    }
}
