using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.F3548;

namespace Parley.Post.Api;

/// <summary>Reads what its people want to say on the line. Whatever is wrong is one sentence. Thread-safe.</summary>
internal static class MessageReader
{
    private const int MostAttachments = 10;
    private const int MostPoints = 200;

    public static Checked<MessageSent> Read(MessageRequest request)
    {
        if ((ApiCall.TextFault("text", request.Text) ?? ApiCall.TextFault("officer", request.Officer, most: 200)) is { } fault)
        {
            return fault;
        }

        if (!Id(request.Id, "id").Try(out var id, out var problem) || !Id(request.Thread, "thread").Try(out var thread, out problem)
            || !ReadPhrase(request.Phrase).Try(out var phrase, out problem) || !ReadPrecedence(request.Precedence, phrase).Try(out var precedence, out problem)
            || !ReadAttachments(request.Attachments).Try(out var attachments, out problem))
        {
            return problem;
        }

        var message = id ?? new EntityId(Guid.NewGuid());
        return string.IsNullOrWhiteSpace(request.Text) && phrase is null && attachments.IsEmpty
            ? new Problem("text", "is missing, and there is no phrase or attachment either")
            : new MessageSent(
                message, thread ?? message, MessageKind.Message, precedence, string.IsNullOrWhiteSpace(request.Text) ? null : request.Text, phrase,
                attachments.IsEmpty ? null : attachments, request.Officer);
    }

    private static Checked<EntityId?> Id(string? text, string path) =>
        text is null ? (EntityId?)null : EntityId.Parse(text).Try(out var id, out var problem) ? (EntityId?)id : problem.Under(path);

    private static Checked<PhraseSaid?> ReadPhrase(PhraseRequest? request)
    {
        if (request is null)
        {
            return (PhraseSaid?)null;
        }

        var slots = request.Slots?.Where(static s => s.Value is not null).ToDictionary(static s => s.Key, static s => s.Value!, StringComparer.Ordinal) ?? [];
        return Phrasebook.Check(request.Code, slots).Try(out var filled, out var problem)
            ? new PhraseSaid(filled.Phrase.Code, filled.Wire)
            : problem.Under("phrase");
    }

    // A phrase has a precedence of its own; a text is ROUTINE unless it says otherwise.
    private static Checked<Precedence> ReadPrecedence(string? text, PhraseSaid? phrase) => text switch
    {
        null => phrase is null ? Precedence.Routine : Phrasebook.Find(phrase.Code)!.Precedence,
        "FLASH" => Precedence.Flash,
        "IMMEDIATE" => Precedence.Immediate,
        "PRIORITY" => Precedence.Priority,
        "ROUTINE" => Precedence.Routine,
        _ => new Problem("precedence", $"{VolumeReader.Quote(text)} is not known; use FLASH, IMMEDIATE, PRIORITY or ROUTINE"),
    };

    private static Checked<ImmutableArray<Attachment>> ReadAttachments(IReadOnlyList<AttachmentRequest?>? requests)
    {
        if (requests is null)
        {
            return ImmutableArray<Attachment>.Empty;
        }

        if (requests.Count > MostAttachments)
        {
            return new Problem("attachments", $"are {requests.Count}, more than {MostAttachments}");
        }

        var attachments = ImmutableArray.CreateBuilder<Attachment>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            if (!ReadAttachment(requests[i]).Try(out var attachment, out var problem))
            {
                return problem.Under($"attachments[{i}]");
            }

            attachments.Add(attachment);
        }

        return attachments.ToImmutable();
    }

    private static Checked<Attachment> ReadAttachment(AttachmentRequest? request)
    {
        if (request is null)
        {
            return new Problem("", "is null");
        }

        if (ApiCall.TextFault("label", request.Label, most: 200) is { } fault)
        {
            return fault;
        }

        if (request.Kind == "intent")
        {
            return EntityId.Parse(request.Intent).Try(out var intent, out var bad) ? new Attachment(AttachmentKind.Intent, Intent: intent, Label: request.Label) : bad.Under("intent");
        }

        if (request.Kind is not ("point" or "track"))
        {
            return new Problem("kind", $"{VolumeReader.Quote(request.Kind)} is not known; use point, track or intent");
        }

        var points = request.Points ?? [];
        if (points.Count == 0 || points.Count > MostPoints || (request.Kind == "point" && points.Count != 1))
        {
            return new Problem("points", request.Kind == "point" ? "are to be one" : $"are to be 1 to {MostPoints}");
        }

        var read = ImmutableArray.CreateBuilder<PointAt>(points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            if (!ReadPoint(points[i]).Try(out var point, out var problem))
            {
                return problem.Under($"points[{i}]");
            }

            read.Add(point);
        }

        return new Attachment(request.Kind == "point" ? AttachmentKind.Point : AttachmentKind.Track, read.ToImmutable(), Label: request.Label);
    }

    public static Checked<PointAt> ReadPoint(PointRequest? request)
    {
        if (request is not { Lat: { } lat, Lng: { } lng })
        {
            return new Problem("", "needs lat and lng");
        }

        if (!Fault(lat, lng, request.AltitudeM).Try(out _, out var problem))
        {
            return problem;
        }

        if (request.At is not { } text)
        {
            return new PointAt(lat, lng, request.AltitudeM);
        }

        return Instant.Parse(text).Try(out var at, out problem) ? new PointAt(lat, lng, request.AltitudeM, at) : problem.Under("at");
    }

    private static Checked<bool> Fault(double lat, double lng, double? altitude) =>
        lat is not (>= -90 and <= 90) ? new Problem("lat", "is not from -90 to 90 degrees")
        : lng is not (>= -180 and <= 180) ? new Problem("lng", "is not from -180 to 180 degrees")
        : altitude is not null and not (>= -1_000 and <= 100_000) ? new Problem("altitude_m", "is not from -1000 to 100000 m")
        : true;
}
