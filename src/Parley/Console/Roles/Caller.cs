using Parley.Console.Accounts;

namespace Parley.Console.Roles;

/// <summary>Who calls the API: the holder of the post's key, who speaks for the party and names the officers, or one person with an account.</summary>
/// <param name="Person">Null: the key's holder.</param>
/// <param name="Console">True for a call of the console's own pages, whose views it records itself.</param>
internal sealed record Caller(Person? Person, bool Console = false)
{
    public static readonly Caller KeyHolder = new((Person?)null);

    public bool May(Deed deed) => Person is null || (Person.Open && RoleTable.May(Person.Role, deed));
}

/// <summary>Finds out who calls without the key: by a session of the console. Thread-safe.</summary>
internal interface ICallers
{
    /// <summary>Null when the request carries no session that is alive. One that changes something must carry what a foreign page can't make a browser send.</summary>
    ValueTask<Caller?> IdentifyAsync(HttpContext context);
}
