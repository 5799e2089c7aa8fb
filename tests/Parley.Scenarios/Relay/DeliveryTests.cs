using Parley.Client.Letters;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Relay;

/// <summary>Letters arrive in order, once, and are kept until they are signed for.</summary>
[Trait("rule", "issue-3 §1")]
public sealed class DeliveryTests
{
    [Fact]
    public async Task Letters_arrive_in_order_once_and_both_sides_see_one_place_and_time()
    {
        await using var exchange = await ExchangeProcess.StartAsync();
        using var north = new Writer("north");
        using var relief = new Writer("relief");
        (await north.AdmitAsync(exchange.Data)).Is(0);
        (await relief.AdmitAsync(exchange.Data)).Is(0);

        var first = await north.SendAsync(exchange, 1, "one", relief);
        var second = await north.SendAsync(exchange, 2, "two", relief);
        var again = await north.SendAsync(exchange, 1, "one more time", relief);
        Assert.True(again.Again);
        Assert.Equal((first.Place, first.Time), (again.Place, again.Time));

        var mail = await relief.ReadAsync(exchange, 0, 2);
        Assert.Equal([1, 2], mail.Select(static m => m.Seq));
        Assert.Equal(["one", "two"], mail.Select(m => relief.Open(m, north)));
        Assert.Equal([first.Place!.Value, second.Place!.Value], mail.Select(static m => m.Place));
        Assert.Equal([first.Time!.Value, second.Time!.Value], mail.Select(static m => m.Time));

        await relief.ConfirmAsync(exchange, mail);
        await relief.ConfirmAsync(exchange, mail);
        var own = await north.ReadAsync(exchange, 0, 3);
        Assert.Equal([MailKind.Sent, MailKind.Sent, MailKind.Receipt], own.Select(static m => m.Kind));
        Assert.Equal([1, 2], own[2].Numbers);
        var receipt = Receipt.Read(own[2].ReceiptJws!, relief.Description).Value;
        Assert.Equal(mail.Select(static m => m.Name), receipt.Letters);
        var status = (await relief.At(exchange).StatusAsync()).Value!;
        Assert.Equal(new MailboxStatus(0, 3, 3, 2), status);
        Assert.Equal(new MailboxStatus(2, 1, 4, 0), (await north.At(exchange).StatusAsync()).Value);
    }

    [Fact]
    public async Task A_letter_reaches_one_who_listens_and_a_newer_stream_ends_the_older()
    {
        await using var exchange = await ExchangeProcess.StartAsync();
        using var north = new Writer("north");
        using var relief = new Writer("relief");
        using var survey = new Writer("survey");
        foreach (var party in new[] { north, relief, survey })
        {
            (await party.AdmitAsync(exchange.Data)).Is(0);
        }

        var older = Task.Run(() => relief.ReadAsync(exchange, 0, 2));
        await north.SendAsync(exchange, 1, "to both", relief, survey);
        await Eventually.TrueAsync(async () => (await relief.At(exchange).StatusAsync()).Value!.Next == 2, "the letter is in the mailbox");
        var newer = Task.Run(() => relief.ReadAsync(exchange, 0, 2));
        var ended = await Task.WhenAny(older, newer).WaitAsync(ExchangeProcess.Patience);
        Assert.Single(await ended);
        var listening = ended == older ? newer : older;
        await survey.SendAsync(exchange, 1, "from survey", relief);
        var mail = await listening.WaitAsync(ExchangeProcess.Patience);
        Assert.Equal(["to both", "from survey"], [relief.Open(mail[0], north), relief.Open(mail[1], survey)]);
        Assert.Equal("to both", survey.Open((await survey.ReadAsync(exchange, 0, 1))[0], north));
    }

    [Fact]
    public async Task Who_was_away_finds_all_its_letters_after_the_exchange_was_killed_and_started_again()
    {
        var data = Scratch.NewPath();
        using var north = new Writer("north");
        using var relief = new Writer("relief");
        var texts = Enumerable.Range(1, 150).Select(static n => $"letter {n} {new string('x', n * 40)}").ToList();
        await using (var exchange = await ExchangeProcess.StartAsync(data))
        {
            (await north.AdmitAsync(data)).Is(0);
            (await relief.AdmitAsync(data)).Is(0);
            for (var n = 0; n < texts.Count; n++)
            {
                await north.SendAsync(exchange, n + 1, texts[n], relief);
            }

            await exchange.KillAsync();
        }

        await using var later = await ExchangeProcess.StartAsync(data);
        var mail = await relief.ReadAsync(later, 0, texts.Count);
        Assert.Equal(texts, mail.Select(m => relief.Open(m, north)));
        await relief.ConfirmAsync(later, mail);
        Assert.Equal(texts.Count + 1, (await relief.At(later).StatusAsync()).Value!.First);
    }
}
