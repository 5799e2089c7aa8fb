using System.Net.Sockets;
using System.Text;

namespace Parley.Scenarios.Running;

/// <summary>A connection on which a test says exactly the bytes it wants, where an HTTP client would tidy them up. One request each.</summary>
public sealed class RawRequest : IDisposable
{
    private readonly TcpClient _tcp = new();
    private readonly NetworkStream _stream;
    private readonly StringBuilder _got = new();

    private RawRequest(Uri url)
    {
        _tcp.Connect(url.Host, url.Port);
        _stream = _tcp.GetStream();
        _stream.ReadTimeout = (int)ExchangeProcess.Patience.TotalMilliseconds;
    }

    public static RawRequest To(ExchangeProcess exchange) => new(exchange.Url);

    /// <summary>Head of a request whose body follows; with <c>Expect: 100-continue</c>, so that it is known when the server reads it.</summary>
    public static string Head(string method, string path, string token, long length) =>
        $"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n";

    public async Task SayAsync(string text) => await SayAsync(Encoding.Latin1.GetBytes(text));

    public async Task SayAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes);
        }
        catch (IOException)
        {
            // It has heard enough and closed; its answer is read next.
        }
    }

    /// <summary>Waits until the server has said this much.</summary>
    public async Task<string> HearAsync(string text)
    {
        await ReadAsync(() => _got.ToString().Contains(text, StringComparison.Ordinal));
        Assert.Contains(text, _got.ToString(), StringComparison.Ordinal);
        return _got.ToString();
    }

    /// <summary>All that comes until the server closes, or the end of one answer with a body of JSON.</summary>
    public async Task<(int Status, string Text)> AnswerAsync()
    {
        await ReadAsync(() => _got.ToString() is var text && Final(text) is var at && at >= 0
            && text.IndexOf("\r\n\r\n", at, StringComparison.Ordinal) is var end && end > 0
            && (text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || text.Contains("Content-Length: 0", StringComparison.Ordinal)));
        var all = _got.ToString();
        var start = Final(all);
        return start < 0 ? (0, all) : (int.Parse(all.AsSpan(start + "HTTP/1.1 ".Length, 3)), all[start..]);
    }

    public void Dispose()
    {
        _stream.Dispose();
        _tcp.Dispose();
    }

    // Past an interim "100 Continue".
    private static int Final(string text)
    {
        var at = text.IndexOf("HTTP/1.1 ", StringComparison.Ordinal);
        return at >= 0 && text.AsSpan(at).StartsWith("HTTP/1.1 100") ? text.IndexOf("HTTP/1.1 ", at + 9, StringComparison.Ordinal) : at;
    }

    private async Task ReadAsync(Func<bool> enough)
    {
        var bytes = new byte[16 << 10];
        using var patience = new CancellationTokenSource(ExchangeProcess.Patience);
        while (!enough())
        {
            int got;
            try
            {
                got = await _stream.ReadAsync(bytes, patience.Token);
            }
            catch (IOException)
            {
                return;
            }

            if (got == 0)
            {
                return;
            }

            _got.Append(Encoding.UTF8.GetString(bytes, 0, got));
        }
    }
}
