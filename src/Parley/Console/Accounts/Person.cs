using Parley.Console.Roles;

namespace Parley.Console.Accounts;

/// <summary>One who has an account at this post.</summary>
/// <param name="Name">As it stands in every letter and record that this person causes; unique here.</param>
/// <param name="Language">en, ru, he, ar, uk or fr.</param>
/// <param name="Zone">IANA name of the person's time zone; UTC when not set.</param>
/// <param name="Open">False once the account was closed: nothing is allowed any more.</param>
internal sealed record Person(string Id, string Name, string Email, Role Role, string Language, string Zone, bool Open);

/// <summary>Everyone who has an account. Answers from memory. Thread-safe.</summary>
internal interface IPeople
{
    /// <summary>Calls back with a person's id when that account, its role or one of its sessions changed, until disposed. The callback must be quick and not throw.</summary>
    IDisposable OnChange(Action<string> changed);

    Person? Find(string id);

    IReadOnlyList<Person> All();
}
