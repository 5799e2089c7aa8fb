using Parley.Tokens;

namespace Parley.Tests.Tokens;

/// <summary>A remembered token is worth no more than one that is verified anew.</summary>
public sealed class TokenCacheTests : IDisposable
{
    private readonly TokenForge _forge = new();

    [Fact]
    public async Task A_remembered_token_expires_on_the_tick()
    {
        var verifier = _forge.Verifier();
        var header = "Bearer " + _forge.Good();
        Assert.NotNull((await verifier.VerifyAsync(header)).Caller);

        _forge.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.NotNull((await verifier.VerifyAsync(header)).Caller);
        _forge.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(RefusalKind.Expired, (await verifier.VerifyAsync(header)).Refusal?.Kind);
        Assert.Equal(0, verifier.Remembered);
        Assert.Equal(RefusalKind.Expired, (await verifier.VerifyAsync(header)).Refusal?.Kind);
    }

    [Fact]
    public async Task A_token_seen_before_is_answered_at_once_by_the_same_caller_and_without_allocating()
    {
        var verifier = _forge.Verifier();
        var header = "Bearer " + _forge.Good();
        var first = (await verifier.VerifyAsync(header)).Caller;

        var task = verifier.VerifyAsync(header);
        Assert.True(task.IsCompletedSuccessfully);
        Assert.Same(first, (await task).Caller);

        _ = await AllocatedBy(verifier, header);
        Assert.Equal(0, await AllocatedBy(verifier, header));
    }

    // Every answer is there at once, so this never leaves its thread.
    private static async Task<long> AllocatedBy(TokenVerifier verifier, string header)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            await verifier.VerifyAsync(header);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public async Task A_refused_token_is_not_remembered()
    {
        var verifier = _forge.Verifier();
        Assert.NotNull((await verifier.VerifyAsync("Bearer " + _forge.Good(TokenForge.Claims("aud", "elsewhere")))).Refusal);
        Assert.NotNull((await verifier.VerifyAsync("Bearer a.b.c")).Refusal);
        Assert.Equal(0, verifier.Remembered);
    }

    [Fact]
    public async Task A_very_long_token_is_verified_each_time()
    {
        var verifier = _forge.Verifier();
        Assert.NotNull((await verifier.VerifyAsync("Bearer " + _forge.Good(TokenForge.Claims("padding", new string('x', 2000))))).Caller);
        Assert.Equal(0, verifier.Remembered);
    }

    [Fact]
    public async Task No_more_tokens_are_remembered_than_there_is_room_for_and_those_in_use_stay()
    {
        var verifier = _forge.Verifier(capacity: 40);
        var inUse = "Bearer " + _forge.GoodEc();
        var caller = (await verifier.VerifyAsync(inUse)).Caller;
        for (var i = 0; i < 200; i++)
        {
            Assert.NotNull((await verifier.VerifyAsync("Bearer " + _forge.GoodEc(TokenForge.Claims("jti", $"{i}")))).Caller);
            Assert.InRange(verifier.Remembered, 1, 40);
            Assert.Same(caller, (await verifier.VerifyAsync(inUse)).Caller);
        }
    }

    [Fact]
    public async Task Many_threads_with_many_tokens_get_the_caller_that_each_token_names()
    {
        var verifier = _forge.Verifier(capacity: 8);
        var headers = Enumerable.Range(0, 24).Select(i => "Bearer " + _forge.GoodEc(TokenForge.Claims("sub", $"party-{i}"))).ToArray();
        await Parallel.ForAsync(0, 4000, async (i, cancel) =>
        {
            var which = i * 7 % headers.Length;
            Assert.Equal($"party-{which}", (await verifier.VerifyAsync(headers[which], cancel)).Caller?.Subject);
        });
        Assert.InRange(verifier.Remembered, 0, 8);
    }

    public void Dispose() => _forge.Dispose();
}
