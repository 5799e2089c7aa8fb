using Parley.Console.Roles;
using Parley.Core;

namespace Parley.Console.Accounts;

/// <summary>A person of an exercise, whom anyone at this machine may be with one click.</summary>
/// <param name="Language">en, he, ar, ru, uk or fr.</param>
internal sealed record ExercisePerson(string Name, Role Role, string Language = "en");

/// <summary>
/// The exercise's door: the sign-in page offers its persons as buttons. Only code in this process can open it, no setting and no option can, and only
/// where nothing but this machine can knock. Immutable; thread-safe.
/// </summary>
internal sealed class ExerciseDoor(IReadOnlyList<ExercisePerson> persons)
{
    public IReadOnlyList<ExercisePerson> Persons { get; } = persons;

    /// <summary>Whether a request may use it.</summary>
    public bool OpenTo(HttpContext context) =>
        Persons.Count > 0 && context.Connection.RemoteIpAddress is { } from && System.Net.IPAddress.IsLoopback(from) && context.Connection.LocalIpAddress is { } at && System.Net.IPAddress.IsLoopback(at);

    /// <summary>The account of one of its persons, made when it is first needed. Its address is in a domain that can't exist (RFC 2606).</summary>
    public async Task<Checked<Person>> PersonAsync(string name, PeopleBook people)
    {
        if (Persons.FirstOrDefault(p => p.Name == name) is not { } wanted)
        {
            return new Problem("person", "is nobody of the exercise");
        }

        return people.ByName(name) is { Open: true } there
            ? there
            : await people.AddAsync(wanted.Name, $"{Guid.NewGuid():N}@exercise.invalid", wanted.Role, wanted.Language, "UTC");
    }
}
