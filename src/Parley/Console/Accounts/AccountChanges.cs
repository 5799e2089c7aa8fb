namespace Parley.Console.Accounts;

/// <summary>Tells those who follow it which account, role or session changed. Thread-safe.</summary>
internal sealed class AccountChanges
{
    private readonly Lock _lock = new();
    private readonly List<Action<string>> _followers = [];

    public IDisposable Follow(Action<string> changed)
    {
        lock (_lock)
        {
            _followers.Add(changed);
        }

        return new Following(this, changed);
    }

    public void Tell(string person)
    {
        Action<string>[] followers;
        lock (_lock)
        {
            followers = [.. _followers];
        }

        foreach (var follower in followers)
        {
            follower(person);
        }
    }

    private sealed class Following(AccountChanges changes, Action<string> changed) : IDisposable
    {
        public void Dispose()
        {
            lock (changes._lock)
            {
                changes._followers.Remove(changed);
            }
        }
    }
}
