using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Tokens;

namespace Parley.Relay;

/// <summary>
/// Who is admitted, read from the state once and again whenever it changes: descriptions by name, the directory as it is served, and the keys
/// that tokens are verified with. Any thread.
/// </summary>
internal sealed class Admitted(ExchangeEngine engine, PartyTokens tokens, PartyDescription self)
{
    private readonly Lock _gate = new();
    private volatile View _view = new([], []);

    private sealed record View(Dictionary<string, PartyDescription> ByName, byte[] Directory);

    /// <summary>The exchange's own description.</summary>
    public PartyDescription Self => self;

    /// <summary>GET /parley/v1/parties, ready to be sent.</summary>
    public ReadOnlyMemory<byte> Directory => _view.Directory;

    /// <summary>An admitted party, or the exchange; null for others.</summary>
    public PartyDescription? Find(string name) =>
        name == self.Name ? self : _view.ByName.TryGetValue(name, out var party) ? party : null;

    /// <summary>Reads the state again. After the replay, and whenever somebody was admitted or expelled.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var parties = engine.Read(0, static (state, _) => state.AllParties().Where(static p => !p.Expelled).ToList());
            var descriptions = new List<PartyDescription>();
            foreach (var party in parties)
            {
                // Checked before it was journalled; what an older release took and this one does not is left out.
                if (PartyDescription.Parse(party.Description.Span).Try(out var description, out _))
                {
                    descriptions.Add(description);
                }
            }

            _view = new View(descriptions.ToDictionary(static d => d.Name, StringComparer.Ordinal), Serve(descriptions));
            tokens.SetParties([.. descriptions.DistinctBy(static d => d.SigningKey.Kid)]);
        }
    }

    private byte[] Serve(List<PartyDescription> parties) => JsonSerializer.SerializeToUtf8Bytes(
        new WireParties(Element(self), [.. parties.Select(Element)]), LetterJson.Default.WireParties);

    private static JsonElement Element(PartyDescription party) => JsonSerializer.SerializeToElement(party, LetterJson.Default.PartyDescription);

    /// <summary>The command that admits a description which was read from <paramref name="json"/>.</summary>
    public static AdmitParty Command(Core.Instant now, PartyDescription party, ReadOnlyMemory<byte> json, bool replaceKeys) =>
        new(now, ExchangeState.Self, new PartyName(party.Name), party.Keys, json, replaceKeys);
}
