namespace Parley.Core.Exchange;

// USS availability (F3548-21 DSS0100) and reports.
public sealed partial class ExchangeState
{
    public AvailabilityStatus AvailabilityOf(PartyName party) =>
        _availability.TryGetValue(party, out var status) ? status : new AvailabilityStatus(party, Availability.Unknown, "");

    private Outcome? Refusal(SetAvailability set) => AvailabilityOf(set.Party).Version == set.Expected
        ? null
        : new Refused(RefusalKind.NotCurrent, $"old_version is not the current one for {set.Party}; read it again and retry.");

    private Outcome Apply(SetAvailability set)
    {
        if (Refusal(set) is { } refused)
        {
            return refused;
        }

        var status = new AvailabilityStatus(Shared(set.Party), set.Availability, set.NewVersion);
        _availability[status.Party] = status;
        return new AvailabilitySet(status);
    }

    private ReportFiled Apply(FileReport report)
    {
        ReportCount++;
        return new ReportFiled(report.Id);
    }
}
