using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Console.Accounts;
using Parley.Console.Record;
using Parley.Console.Roles;
using Parley.Hosting;
using Parley.Post.Api;

namespace Parley.Tests.Console;

/// <summary>What a person calls of the API is on the record, however the call ends.</summary>
public sealed class CallRecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("parley-calls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_call_that_is_broken_off_is_on_the_record_as_it_may_have_been_done_all_the_same()
    {
        await using var record = ConsoleRecord.Open(_folder, TimeProvider.System, NullLogger.Instance);
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var routes = new ApiRoutes(app, "key", record: record);
        routes.Post(Deed.Message, "/api/said/{id}", static _ => throw new OperationCanceledException(), "say");
        routes.Post(Deed.Message, "/api/done", static _ => ValueTask.FromResult(Answer.Problem(409, "It is over.")), "done");
        var person = new Person("p1", "Lt. Ash", "ash@example.org", Role.DutyOfficer, "en", "UTC", true);

        await Assert.ThrowsAsync<OperationCanceledException>(() => CallAsync("/api/said/7", new Caller(person)));
        await CallAsync("/api/done", new Caller(person));
        // Who holds the key is a program of the party's own: its calls are in the journal.
        await CallAsync("/api/done", Caller.KeyHolder);
        Assert.Equal(
            [("p1", "Lt. Ash", "POST /api/said/{id}", "7", "broken off"), ("p1", "Lt. Ash", "POST /api/done", null, "409")],
            record.Read(null, 0, 10).Select(static l => (l.Who, l.Name, l.What, l.About, l.Outcome)));

        Task CallAsync(string path, Caller caller)
        {
            var context = new DefaultHttpContext { RequestServices = app.Services };
            (context.Request.Method, context.Request.Path) = ("POST", path);
            return routes.InvokeAsync(context, caller);
        }
    }
}
