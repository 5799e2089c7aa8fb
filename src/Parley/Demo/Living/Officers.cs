using Parley.Console.Accounts;
using Parley.Console.Roles;

namespace Parley.Demo.Living;

/// <summary>Who serves where in the exercise.</summary>
internal static class Officers
{
    public static string OnWatch(string party) => party switch
    {
        "aldermoor" => "Maj. Alder",
        "quill" => "Lt. Reed",
        "lantern" => "Ines Wick",
        _ => "Amb. Fenn",
    };

    /// <summary>Whom a party's console lets in: each role once at least, and the languages among them.</summary>
    public static IReadOnlyList<ExercisePerson> At(string party) => party switch
    {
        "aldermoor" =>
        [
            new("Maj. Alder", Role.Commander, "en"), new("Capt. Ash", Role.DutyOfficer, "en"), new("Sgt. Birch", Role.WatchOfficer, "en"), new("Mr. Elm", Role.Observer, "en"),
            new("Ms. Hazel", Role.Administrator, "en"),
        ],
        "quill" => [new("Cdr. Quill", Role.Commander, "en"), new("Lt. Reed", Role.WatchOfficer, "en"), new("Cne. Plume", Role.DutyOfficer, "fr"), new("Кап. Перов", Role.DutyOfficer, "ru")],
        "lantern" => [new("Ines Wick", Role.DutyOfficer, "en"), new("سراج نور", Role.DutyOfficer, "ar"), new("Оля Світла", Role.WatchOfficer, "uk")],
        _ => [new("Amb. Fenn", Role.Commander, "en"), new("שחף ים", Role.DutyOfficer, "he")],
    };
}
