using System.Collections.Concurrent;
using System.Text;
using Parley.Client.Letters;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Whose keys this post trusts: those it saw first (pinned in its journal) or that an officer accepted later. The exchange says who is there;
/// it can't exchange keys unseen. Thread-safe.
/// </summary>
internal sealed class PartyBook(PostEngine engine, RelayClient relay, ILogger logger)
{
    private readonly ConcurrentDictionary<string, PartyDescription> _parsed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PartyDescription> _offered = new(StringComparer.Ordinal);

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
    public PartyDescription? Offered(string name) => _offered.GetValueOrDefault(name);

    /// <summary>Asks the exchange who is there and pins whoever is new.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        var answer = await relay.DirectoryAsync(cancel);
        if (answer.Value is not { } directory)
        {
            return;
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
                if (!_offered.TryGetValue(party.Name, out var offered) || offered.Fingerprint != party.Fingerprint)
                {
                    PostLog.KeysChanged(logger, party.Name);
                }

                _offered[party.Name] = party;
            }
            else
            {
                _offered.TryRemove(party.Name, out _);
            }
        }
    }

    public async Task<PostOutcome> PinAsync(PartyDescription party)
    {
        _offered.TryRemove(party.Name, out _);
        PostLog.Pinned(logger, party.Name, party.Fingerprint);
        return await engine.SubmitAsync(new PinParty(
            engine.Now, new PartyName(party.Name), new RawJson(Encoding.UTF8.GetString(party.ToJson())), party.Fingerprint));
    }

    /// <summary>Parties whose keys at the exchange are not the pinned ones.</summary>
    public IReadOnlyList<string> Changed => [.. _offered.Keys.Order(StringComparer.Ordinal)];
}
