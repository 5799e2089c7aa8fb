using System.Collections.Immutable;
using System.Text;
using Parley.Client.Post;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Commands.PostWork;

/// <summary>Agreements as people read them.</summary>
internal static class AgreementPages
{
    public static void List(IReadOnlyList<AgreementView> agreements, Pages pages)
    {
        if (agreements.Count == 0)
        {
            pages.Line("No agreement yet; draft one: parley agreement draft FILE");
            return;
        }

        pages.Table(
            ["Id", "State", "Signed by", "Hash", "Title"],
            agreements.Select(static a => (string[])[Pages.Short(a.Id), a.State, string.Join(", ", a.Signatures.Keys), Pages.Short(a.Hash), a.Title]));
    }

    public static void Show(AgreementView a, Pages pages)
    {
        pages.Line(a.Title);
        pages.Fact("id", a.Id);
        pages.Fact("state", a.State);
        pages.Fact("hash", a.Hash);
        pages.Fact("drafted", $"by {a.DraftedBy}, {Pages.Clock(a.DraftedAt)}");
        pages.Fact("amends", a.Amends);
        pages.Fact("amended by", a.AmendedBy);
        foreach (var (party, signature) in a.Signatures)
        {
            pages.Fact("signed", $"{party}, {Pages.Clock(signature.At)}{Pages.By(signature.Officer)}");
        }

        foreach (var (party, s) in a.Suspensions)
        {
            pages.Fact("suspended", $"by {party} from {Pages.Clock(s.Effective)}{Pages.By(s.Officer)}: {s.Reason}");
        }

        pages.Fact("ended", a.End is { } end ? $"by {end.By}, {Pages.Clock(end.At)}: {end.Reason}" : null);
        if (AgreementReader.Read(Encoding.UTF8.GetBytes(a.Text)).Try(out var terms, out _))
        {
            Terms(terms, pages);
        }
    }

    private static void Terms(AgreementDocument t, Pages pages)
    {
        pages.Fact("parties", string.Join(", ", t.Parties.Select(static p => p.Value)));
        pages.Fact("mediator", t.Mediator?.Value);
        pages.Fact("altitudes", $"{Pages.Number(t.AltitudeLowerM)} to {Pages.Number(t.AltitudeUpperM)} m");
        pages.Fact("valid", $"{Pages.Clock(t.ValidFrom.ToString())} to {Pages.Clock(t.ValidTo.ToString())}");
        pages.Fact("notice", $"{Pages.Span(t.MinimumNoticeS)} before the start at least; {(t.Disclosure == Disclosure.Full ? "the volumes in full" : "outline and times only")}");
        pages.Fact("separation", $"{Pages.Number(t.Separation.HorizontalM)} m across, {Pages.Number(t.Separation.VerticalM)} m up, {Pages.Span(t.Separation.TimeS)}");
        pages.Fact("coordinate by", $"{Pages.Span(t.CoordinateByS)} before the start");
        pages.Fact("gives way", t.GiveWay.By switch
        {
            GiveWayBy.FiledFirst => "who filed later",
            GiveWayBy.Activity => $"the later of: {string.Join(", ", t.GiveWay.Order)}",
            _ => "who declares it",
        });
        pages.Fact("acknowledge", $"FLASH {Pages.Span(t.AcknowledgeWithinS.Flash)}, IMMEDIATE {Pages.Span(t.AcknowledgeWithinS.Immediate)}, "
            + $"PRIORITY {Pages.Span(t.AcknowledgeWithinS.Priority)}, ROUTINE {Pages.Span(t.AcknowledgeWithinS.Routine)}");
        foreach (var (party, contacts) in t.Contacts)
        {
            pages.Fact("contact", $"{party}: {string.Join(", then ", contacts.Select(static c => c.Email is null ? c.Name : $"{c.Name} <{c.Email}>"))}");
        }

        foreach (var (party, fingerprint) in t.Keys ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            pages.Fact("keys", $"{party} {fingerprint}");
        }
    }
}
