using System.Text;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Post.Tightness;

/// <summary>The terms of one agreement that are tried in the place of those agreed on; what is null stays.</summary>
internal sealed record OtherTerms(EntityId Agreement, double? MinimumNoticeS, double? HorizontalM, double? VerticalM, double? TimeS, IReadOnlyDictionary<string, double> AcknowledgeWithinS)
{
    private static readonly string[] Precedences = ["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"];

    /// <summary>The terms asked for, or what is wrong with them in one sentence. Their ranges are those of an agreement.</summary>
    public static Checked<OtherTerms> Read(TightenRequest request)
    {
        if (!EntityId.Parse(request.Agreement).Try(out var id, out var problem))
        {
            return problem.Under("agreement");
        }

        var within = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (precedence, seconds) in request.AcknowledgeWithinS ?? [])
        {
            if (!Precedences.Contains(precedence))
            {
                return new Problem("acknowledge_within_s", $"{F3548.VolumeReader.Quote(precedence)} is not known; use FLASH, IMMEDIATE, PRIORITY or ROUTINE");
            }

            if (seconds is { } given)
            {
                within[precedence] = given;
            }
        }

        return within.Count == 0 && (request.MinimumNoticeS ?? request.HorizontalM ?? request.VerticalM ?? request.TimeS) is null
            ? new Problem("", "No term is changed; give minimum_notice_s, horizontal_m, vertical_m, time_s or acknowledge_within_s")
            : new OtherTerms(id, request.MinimumNoticeS, request.HorizontalM, request.VerticalM, request.TimeS, within);
    }

    public AgreementDocument In(AgreementDocument agreed) => agreed with
    {
        MinimumNoticeS = MinimumNoticeS ?? agreed.MinimumNoticeS,
        Separation = new SeparationTerms(HorizontalM ?? agreed.Separation.HorizontalM, VerticalM ?? agreed.Separation.VerticalM, TimeS ?? agreed.Separation.TimeS),
        AcknowledgeWithinS = new AcknowledgeTerms(
            AcknowledgeWithinS.GetValueOrDefault("FLASH", agreed.AcknowledgeWithinS.Flash), AcknowledgeWithinS.GetValueOrDefault("IMMEDIATE", agreed.AcknowledgeWithinS.Immediate),
            AcknowledgeWithinS.GetValueOrDefault("PRIORITY", agreed.AcknowledgeWithinS.Priority), AcknowledgeWithinS.GetValueOrDefault("ROUTINE", agreed.AcknowledgeWithinS.Routine)),
    };

    /// <summary>Null when parties could agree on this; otherwise which term is out of its range.</summary>
    public Problem? Fault(AgreementDocument agreed) => AgreementReader.Read(Encoding.UTF8.GetBytes(AgreementReader.Write(In(agreed)))).Try(out _, out var problem) ? null : problem;
}
