using System.Collections.Concurrent;
using System.Text;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Whose keys this post trusts: those it saw first (pinned in its journal) or that an officer accepted later. The exchange says who is there;
/// it can't exchange keys unseen. Thread-safe.
/// </summary>
internal sealed class PartyBook(PostEngine engine, RelayClient relay, ILogger logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, PartyDescription> _parsed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OfferedKeys> _offered = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _wanted = new(0, 1);

    public PartyDescription? Find(string name)
    {
        if (engine.Read(s => s.Party(new PartyName(name))) is not { } known)
        {
            return null;
        }

        if (_parsed.TryGetValue(name, out var party) && party.Fingerprint == known.Fingerprint)
        {
            return party;
        }

        return PartyDescription.Parse(Encoding.UTF8.GetBytes(known.Description.Text), asExchange: name == PartyDescription.ExchangeName).Try(out party!, out _)
            ? _parsed[name] = party
            : null;
    }

    /// <summary>What the exchange now shows for a name whose pinned keys are others.</summary>
    public PartyDescription? Offered(string name) => Changed.FirstOrDefault(o => o.Party.Name == name)?.Party;

    /// <summary>A letter did not open: its sender may have other keys by now. Then people are to be told, and not only once this post connects anew.</summary>
    public void LookSoon()
    {
        try
        {
            _wanted.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is looked soon as it is.
        }
    }

    /// <summary>Until it is to be looked soon, or so long.</summary>
    public Task<bool> WantedAsync(TimeSpan most, CancellationToken cancel) => _wanted.WaitAsync(most, cancel);

    /// <summary>Asks the exchange who is there and pins whoever is new.</summary>
    /// <exception cref="IOException">It refused to say.</exception>
    /// <exception cref="HttpRequestException">It is not there.</exception>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        var answer = await relay.DirectoryAsync(cancel);
        if (answer.Value is not { } directory)
        {
            throw new IOException(answer.Refusal);
        }

        foreach (var party in directory.Parties.Append(directory.Exchange))
        {
            var known = engine.Read(s => s.Party(new PartyName(party.Name)));
            if (party.Name == engine.Me.Value)
            {
                continue;
            }

            if (known is null)
            {
                await PinAsync(party);
            }
            else if (known.Fingerprint != party.Fingerprint)
            {
                if (!_offered.TryGetValue(party.Name, out var offered) || offered.Party.Fingerprint != party.Fingerprint)
                {
                    PostLog.KeysChanged(logger, party.Name);
                    _offered[party.Name] = new OfferedKeys(party, engine.Now);
                }
            }
            else
            {
                _offered.TryRemove(party.Name, out _);
            }
        }

        // Of whoever was expelled nothing is offered any more.
        foreach (var gone in _offered.Keys.Where(n => n != PartyDescription.ExchangeName && directory.Parties.All(p => p.Name != n)))
        {
            _offered.TryRemove(gone, out _);
        }
    }

    /// <param name="officer">Who accepts them in the place of others, with a second one.</param>
    /// <returns>What came of it: only once it is in the journal are they the pinned ones, and offered no more.</returns>
    public async Task<PostOutcome> PinAsync(PartyDescription party, string? officer = null, string? second = null)
    {
        PostLog.Pinned(logger, party.Name, party.Fingerprint);
        return await engine.SubmitAsync(new PinParty(
            engine.Now, new PartyName(party.Name), new RawJson(Encoding.UTF8.GetString(party.ToJson())), party.Fingerprint, officer, second,
            Ask: officer is not null && party.Name != PartyDescription.ExchangeName));
    }

    public void Dispose() => _wanted.Dispose();

    /// <summary>Parties whose keys at the exchange are not the pinned ones.</summary>
    public IReadOnlyList<OfferedKeys> Changed => _offered.IsEmpty ? [] : [.. _offered.Values
        .Where(o => engine.Read(s => s.Party(new PartyName(o.Party.Name)))?.Fingerprint != o.Party.Fingerprint).OrderBy(static o => o.Party.Name, StringComparer.Ordinal)];
}

/// <summary>Keys that the exchange shows in the place of pinned ones.</summary>
/// <param name="Since">When this post saw them first since its start.</param>
internal sealed record OfferedKeys(PartyDescription Party, Instant Since);
