using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Parley.Console.Roles;
using Parley.Core;

namespace Parley.Console.Accounts;

/// <summary>Everyone who has an account. Memory answers; Identity's store is written first. Changes are made one at a time. Thread-safe.</summary>
internal sealed class PeopleBook : IPeople, IDisposable
{
    private readonly ConcurrentDictionary<string, Person> _people = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1);
    private readonly IServiceScopeFactory _scopes;
    private readonly AccountChanges _changes;
    private readonly TimeProvider _clock;

    public PeopleBook(AccountsFile file, AccountChanges changes, IServiceScopeFactory scopes, TimeProvider clock)
    {
        (_scopes, _changes, _clock) = (scopes, changes, clock);
        foreach (var person in file.Read("SELECT Id, UserName, Email, Role, Language, Zone, Open FROM AspNetUsers", static r => new Person(
            r.GetString(0), r.GetString(1), r.GetString(2), Enum.Parse<Role>(r.GetString(3)), r.GetString(4), r.GetString(5), r.GetInt64(6) != 0)))
        {
            _people[person.Id] = person;
        }
    }

    public IDisposable OnChange(Action<string> changed) => _changes.Follow(changed);

    public Person? Find(string id) => _people.GetValueOrDefault(id);

    public IReadOnlyList<Person> All() => [.. _people.Values.OrderBy(static p => p.Name, StringComparer.OrdinalIgnoreCase)];

    public Person? ByEmail(string email) => _people.Values.FirstOrDefault(p => Same(p.Email, email));

    public Person? ByName(string name) => _people.Values.FirstOrDefault(p => Same(p.Name, name));

    /// <summary>The problem's path is <c>name</c> or <c>email</c> when that is taken.</summary>
    public Task<Checked<Person>> AddAsync(string name, string email, Role role, string language, string zone) => ChangingAsync(async () =>
    {
        if (Taken(name, email) is { } taken)
        {
            return taken;
        }

        var account = new Account
        {
            UserName = name.Trim(),
            Email = email.Trim(),
            EmailConfirmed = true,
            Role = role,
            Language = language,
            Zone = zone,
            Created = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        return await WithAccountsAsync<Checked<Person>>(async users =>
        {
            var made = await users.CreateAsync(account);
            return made.Succeeded ? Keep(account) : new Problem("", string.Join(' ', made.Errors.Select(static e => e.Description)));
        });
    });

    public Problem? Taken(string name, string email) =>
        ByEmail(email.Trim()) is not null ? new Problem("email", "belongs to an account here already")
        : ByName(name.Trim()) is not null ? new Problem("name", "is another's here; who reads a name must know who is meant")
        : null;

    /// <summary>The last administrator stays one: somebody must be able to let people in.</summary>
    public Task<Checked<Person>> ChangeAsync(string id, Action<Account> change) => ChangingAsync(async () =>
    {
        return await WithAccountsAsync<Checked<Person>>(async users =>
        {
            if (await users.FindByIdAsync(id) is not { } account)
            {
                return new Problem("", "There is no such account.");
            }

            change(account);
            if (Find(id) is { Role: Role.Administrator, Open: true } && account is not { Role: Role.Administrator, Open: true }
                && !_people.Values.Any(p => p.Id != id && p is { Role: Role.Administrator, Open: true }))
            {
                return new Problem("", "This is the last administrator: make another one first.");
            }

            var done = await users.UpdateAsync(account);
            return done.Succeeded ? Keep(account) : new Problem("", string.Join(' ', done.Errors.Select(static e => e.Description)));
        });
    });

    /// <summary>Identity's own work with one account: passkeys, codes, logins of providers, lockout.</summary>
    public async Task<T> WithAccountsAsync<T>(Func<UserManager<Account>, Task<T>> work)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
    }

    public void Dispose() => _changing.Dispose();

    private async Task<T> ChangingAsync<T>(Func<Task<T>> change)
    {
        await _changing.WaitAsync();
        try
        {
            return await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    private Person Keep(Account account)
    {
        var person = account.ToPerson();
        _people[person.Id] = person;
        _changes.Tell(person.Id);
        return person;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
