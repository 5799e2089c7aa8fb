using Parley.Client.F3548;
using Parley.Console.Intents;
using Parley.Console.Map;

namespace Parley.Tests.Console.Intents;

/// <summary>A volume as it is written, field by field.</summary>
public sealed class VolumeDraftTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 10, 36, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static VolumeDraft Whole()
    {
        var draft = new VolumeDraft(0) { Outline = new DrawnOutline { Circle = new LatLngPoint { Lat = 1, Lng = 2 } }, Low = "1000", High = "2000" };
        draft.SetDuration("30", Paris);
        draft.SetStart("12:00", local: false, Paris, Now);
        return draft;
    }

    [Fact]
    public void Feet_become_metres_and_a_duration_becomes_an_end_by_both_clocks()
    {
        var draft = Whole();
        var volume = draft.Write(asked: false)!;
        Assert.Equal(304.8, volume.Volume!.AltitudeLower!.Value!.Value, 3);
        Assert.Equal("W84", volume.Volume.AltitudeLower.Reference);
        Assert.Equal("2026-11-27T12:30:00Z", volume.TimeEnd!.Value);
        Assert.Equal(("2026-11-27 13:00", "2026-11-27 13:30", "305 m"), (draft.StartLocal, draft.EndLocal, draft.Other("1000")));
    }

    [Fact]
    public void What_is_missing_is_a_fault_only_once_somebody_wants_to_file_it()
    {
        var draft = new VolumeDraft(0);
        Assert.Null(draft.Write(asked: false));
        Assert.Empty(draft.Faults);
        Assert.Null(draft.Write(asked: true));
        Assert.Equal(["end", "high", "low", "outline", "start"], draft.Faults.Keys.Order(StringComparer.Ordinal));
        var whole = Whole();
        Assert.NotNull(whole.Write(asked: true));
        Assert.Empty(whole.Faults);
    }

    [Fact]
    public void An_end_before_the_start_and_a_ceiling_below_the_floor_are_said_beside_their_fields_and_go_when_corrected()
    {
        var draft = Whole();
        draft.SetEnd("11:00", local: false, Paris, Now);
        draft.High = "500";
        Assert.Null(draft.Write(asked: false));
        Assert.Equal(("file.end-before-start", "file.heights-swapped"), (draft.Faults["end"].Key, draft.Faults["high"].Key));
        draft.SetEnd("13:00", local: false, Paris, Now);
        draft.High = "1500";
        Assert.NotNull(draft.Write(asked: false));
        Assert.Equal("60", draft.Duration);
    }

    [Theory]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("999999999")]
    [InlineData("high")]
    [InlineData("1,500")]
    public void A_height_that_is_no_number_or_out_of_range_is_said(string high)
    {
        var draft = Whole();
        draft.High = high;
        Assert.Null(draft.Write(asked: false));
        Assert.Equal("file.height", draft.Faults["high"].Key);
        Assert.Equal(high, draft.High);
    }

    [Fact]
    public void What_was_declared_comes_back_as_it_was()
    {
        var volume = Whole().Write(asked: true)!;
        var again = VolumeDraft.From(3, volume, Paris).Write(asked: true)!;
        Assert.Equal((volume.TimeStart, volume.TimeEnd, volume.Volume!.AltitudeLower), (again.TimeStart, again.TimeEnd, again.Volume!.AltitudeLower));
        Assert.Equal(volume.Volume.OutlineCircle, again.Volume.OutlineCircle);
    }
}
