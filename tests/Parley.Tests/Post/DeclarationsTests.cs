using CsCheck;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>What is found by the indexes is what looking at each would find.</summary>
public sealed class DeclarationsTests
{
    private static readonly Instant Noon = Instant.Parse("2026-11-23T12:00:00Z").Value;

    [Fact]
    public void A_window_of_time_finds_what_looking_at_each_finds() =>
        Gen.Select(Gen.Select(Gen.Int[0, 40], Gen.Int[0, 5000], Gen.Int[0, 4000], Gen.Int[0, 9]).Array[0, 80], Gen.Int[0, 9000], Gen.Int[0, 3000], Gen.Int[0, 40]).Sample(static (steps, from, length, after) =>
        {
            var all = new Declarations(new PartyName("me"));
            var plain = new SortedDictionary<EntityId, Declared>();
            foreach (var (id, start, minutes, what) in steps)
            {
                if (what == 0)
                {
                    all.Remove(Id(id));
                    plain.Remove(Id(id));
                    continue;
                }

                all[Id(id)] = plain[Id(id)] = Declared(id, start, minutes) with { Filing = what == 1 ? new Filing(FilingStep.File, null!, "", Noon) : null };
            }

            var (begin, end) = (Minute(from), Minute(from + length));
            EntityId? last = after < 20 ? null : Id(after);
            Assert.Equal(plain.Values, all.Values);
            Assert.Equal(plain.Values.Where(d => d.Facts.Start <= end && d.Facts.End >= begin && (last is null || d.Id.CompareTo(last.Value) > 0)), all.Between(begin, end, last));
            Assert.Equal(plain.Values.Where(d => last is null || d.Id.CompareTo(last.Value) > 0), all.Between(Instant.Min, Instant.Max, last));
            Assert.Equal(plain.Values.Where(d => d.Facts.End >= begin).Select(static d => d.Id), all.EndingFrom(begin).Select(static d => d.Id).Order());
            Assert.Equal(plain.Values.Where(static d => d.Filing is not null), all.Filing);
        }, iter: 500);

    [Fact]
    public void Among_many_too_in_the_order_of_ids()
    {
        var all = new Declarations(new PartyName("me"));
        for (var i = 0; i < 3000; i++)
        {
            all[Id(i * 7919 % 3000)] = Declared(i * 7919 % 3000, i, 30);
        }

        Assert.Equal(Enumerable.Range(501, 2499).Select(Id), all.Between(Noon, Instant.Max, Id(500)).Select(static d => d.Id));
    }

    private static Declared Declared(int id, int start, int minutes) => new(
        Id(id), new PartyName("a"), DeclaredKind.Intent, false, 1, IntentState.Accepted, new RawJson("[]"), new NoticeFacts(Minute(start), Minute(start + minutes), 1, 1), [], false);

    private static Instant Minute(int minute) => Noon.Plus(TimeSpan.FromMinutes(minute));

    private static EntityId Id(int n) => new(new Guid(n, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8));
}
