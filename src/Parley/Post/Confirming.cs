using System.Threading.Channels;
using Parley.Client.Letters;

namespace Parley.Post;

/// <summary>
/// Signs receipts for mail that is in the journal, as many items at once as came while the last receipt was under way; the mail that comes in
/// never waits for it. What a crash or a broken line leaves unconfirmed comes again on the next line and is confirmed there.
/// </summary>
internal sealed class Confirming : IAsyncDisposable
{
    private const int AtOnce = 500;

    private readonly Channel<MailItem> _taken = Channel.CreateUnbounded<MailItem>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly Task _loop;

    public Confirming(RelayClient relay) => _loop = RunAsync(relay);

    public void Add(MailItem item) => _taken.Writer.TryWrite(item with { Sealed = [] });

    private async Task RunAsync(RelayClient relay)
    {
        try
        {
            while (await _taken.Reader.WaitToReadAsync())
            {
                var names = new List<LetterName>();
                long through = 0;
                while (names.Count < AtOnce && _taken.Reader.TryRead(out var item))
                {
                    through = item.Seq;
                    if (item.Kind == MailKind.Letter)
                    {
                        names.Add(item.Name);
                    }
                }

                await relay.ConfirmAsync(through, names);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The line breaks with it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _taken.Writer.TryComplete();
        await _loop;
    }
}
