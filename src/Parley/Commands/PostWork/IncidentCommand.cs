using System.CommandLine;
using System.Text;
using Parley.Client.Post;
using Parley.Core.Geometry;

namespace Parley.Commands.PostWork;

/// <summary><c>parley incident</c>: what happened, who was asked, what they said.</summary>
internal sealed class IncidentCommand
{
    private readonly PostCommands _commands = new();

    public static DocumentedCommand Create()
    {
        var it = new IncidentCommand();
        return it._commands.Top(
            new DocumentedCommand("incident", "Open an incident, ask what happened, answer, export the record.")
            {
                Usage = "COMMAND [OPTIONS]",
                Details = ["Opening freezes, at each party that is told, a copy of what it knew around the place and time. An inquiry that nobody answers by its deadline is recorded as such."],
                Examples =
                [
                    new("parley incident open --title Silence --at 54.03,19.13 --known \"Lost KESTREL 2\" --officer Okafor", "every counterpart is told"),
                    new("parley incident ask 2f83 --party bravo --question \"Yours?\" --deadline 2h --officer Okafor", "put a question"),
                    new("parley incident answer 2f83 9c0d neither --officer Lund --post bravo", "neither confirmed nor denied"),
                    new("parley incident export 2f83 --html incident.html --json incident.json", "the whole timeline in two files"),
                ],
            },
            it.List(), it.Show(), it.Open(), it.Ask(), it.Answer(), it.Close(), it.Export());
    }

    private DocumentedCommand List() => _commands.Does(
        new DocumentedCommand("list", "List incidents."), async talk => talk.End(await talk.Client.IncidentsAsync(talk.Cancel), IncidentPages.List));

    private DocumentedCommand Show()
    {
        var id = PostCommands.Id();
        return _commands.Does(
            new DocumentedCommand("show", "Show an incident, its inquiries and their answers.").Group("What", id),
            async talk => talk.End(await talk.Client.IncidentAsync(await talk.IncidentIdAsync(talk.Get(id)!), talk.Cancel), IncidentPages.Show));
    }

    private DocumentedCommand Open()
    {
        var (title, at, known) = (PostCommands.Text("--title", "TEXT", "What it is called"), PostCommands.Text("--at", "LAT,LNG", "Where, degrees"), PostCommands.Text("--known", "TEXT", "What is known"));
        title.Required = at.Required = known.Required = true;
        var when = PostCommands.Text("--when", "TIME", "When it happened, RFC 3339. Default: now");
        var to = PostCommands.To("Who is told; again for each. Default: every party that an agreement names");
        var radius = PostCommands.Text("--radius", "20km", "How far around it is frozen. Default: 20km");
        var officer = PostCommands.Officer(required: true);
        return _commands.Does(new DocumentedCommand("open", "Open an incident: each party told freezes what it knows.").Group("What", title, at, known, when, to, radius, officer), async talk =>
        {
            var place = PostTalk.Take(Position.Parse(talk.Get(at)!), "--at");
            var request = new IncidentRequest
            {
                Id = Guid.NewGuid().ToString(),
                Title = talk.Get(title),
                Place = new PointRequest { Lat = place.Lat, Lng = place.Lng },
                When = talk.Get(when),
                Known = talk.Get(known),
                To = PostCommands.Named(talk.Get(to)),
                RadiusM = talk.Get(radius) is { } text ? PostTalk.Take(Quantity.ParseLength(text), "--radius") : null,
                Officer = talk.Get(officer),
            };
            return talk.End(
                await talk.Client.OpenIncidentAsync(request, talk.Cancel),
                (incident, pages) => pages.Line($"Opened {request.Id}{(incident.Parties is null ? "" : $"; told {string.Join(", ", incident.Parties.Where(p => p != incident.By))}")}."));
        });
    }

    private DocumentedCommand Ask()
    {
        var (id, officer) = (PostCommands.Id(), PostCommands.Officer(required: true));
        var party = PostCommands.Text("--party", "NAME", "Who is asked");
        var question = PostCommands.Text("--question", "TEXT", "What is asked");
        var deadline = PostCommands.Text("--deadline", "TIME", "By when, RFC 3339 or a time from now like 2h");
        party.Required = question.Required = deadline.Required = true;
        return _commands.Does(new DocumentedCommand("ask", "Put a question to a party, with a deadline.").Group("What", id, party, question, deadline, officer), async talk =>
        {
            var request = new InquiryRequest
            {
                Id = Guid.NewGuid().ToString(),
                Asked = talk.Get(party),
                Question = talk.Get(question),
                Deadline = GivenTime.FromNow(talk.Get(deadline)!, TimeProvider.System),
                Officer = talk.Get(officer),
            };
            return talk.End(await talk.Client.AskAsync(await talk.IncidentIdAsync(talk.Get(id)!), request, talk.Cancel), (_, pages) => pages.Line($"Asked {request.Asked}: {request.Id}."));
        });
    }

    private DocumentedCommand Answer()
    {
        var (id, inquiry, officer) = (PostCommands.Id(), PostCommands.Id("INQUIRY", "The inquiry's id, or the first 4 characters of it or more"), PostCommands.Officer(required: true));
        var answer = new Argument<string>("ANSWER") { HelpName = "confirmed|denied|neither", Description = "neither is: neither confirmed nor denied" };
        var text = PostCommands.Text("--text", "TEXT", "What more is to be said");
        return _commands.Does(new DocumentedCommand("answer", "Answer an inquiry put to this party.").Group("What", id, inquiry, answer, text, officer), async talk =>
        {
            var incident = await talk.IncidentIdAsync(talk.Get(id)!);
            var asked = await PostTalk.IdAsync(
                talk.Get(inquiry)!, "inquiry of this incident", async () => talk.Value(await talk.Client.IncidentAsync(incident, talk.Cancel)).Inquiries.Select(static q => q.Id));
            var said = talk.Get(answer) == "neither" ? "neither-confirmed-nor-denied" : talk.Get(answer);
            return talk.End(
                await talk.Client.AnswerInquiryAsync(incident, asked, new InquiryAnswerRequest { Answer = said, Text = talk.Get(text), Officer = talk.Get(officer) }, talk.Cancel),
                (_, pages) => pages.Line($"Answered {asked}: {said}."));
        });
    }

    private DocumentedCommand Close()
    {
        var (id, reason, officer) = (PostCommands.Id(), PostCommands.Reason(required: true), PostCommands.Officer());
        var second = PostCommands.Text("--second-officer", "NAME", "Who consents beside the first; it takes two officers");
        return _commands.Does(
            new DocumentedCommand("close", "Close an incident that this party opened, which releases what was frozen.").Group("What", id, reason, officer, second),
            async talk => talk.End(
                await talk.Client.CloseIncidentAsync(
                    await talk.IncidentIdAsync(talk.Get(id)!), new ReasonRequest { Reason = talk.Get(reason), Officer = talk.Get(officer), SecondOfficer = talk.Get(second) }, talk.Cancel),
                IncidentPages.Show));
    }

    private DocumentedCommand Export()
    {
        var id = PostCommands.Id();
        var html = PostCommands.Text("--html", "FILE", "Write one self-contained page");
        var json = new Option<string?>("--json") { Description = "Write one JSON document; print it when no FILE follows", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne };
        return _commands.Does(new DocumentedCommand("export", "Write the whole record of an incident to files, for whoever judges it.").Group("What", id, html, json), async talk =>
        {
            var incident = await talk.IncidentIdAsync(talk.Get(id)!);
            if (talk.Get(html) is { } page)
            {
                Write(talk, page, talk.Value(await talk.Client.ExportIncidentPageAsync(incident, talk.Cancel)));
            }

            if (talk.Get(json) is { } file)
            {
                var answer = await talk.Client.ExportIncidentAsync(incident, talk.Cancel);
                talk.Value(answer).Dispose();
                Write(talk, file, answer.Body);
            }
            else if (talk.Get(html) is null)
            {
                var answer = await talk.Client.ExportIncidentAsync(incident, talk.Cancel);
                talk.Value(answer).Dispose();
                await talk.Output.WriteLineAsync(answer.Body);
            }

            return ExitCode.Fine;
        });
    }

    private static void Write(PostTalk talk, string path, string text)
    {
        try
        {
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            talk.Output.WriteLine($"Wrote {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw PostTalk.Bad($"{path} can't be written");
        }
    }
}
