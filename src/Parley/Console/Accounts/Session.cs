namespace Parley.Console.Accounts;

/// <summary>One browser in which a person is signed in.</summary>
/// <param name="Stamp">SHA-256, in base64, of what its cookie carries beside the id: who reads the file can't make the cookie.</param>
/// <param name="Way">How it began: link, invitation, passkey, code, exercise, or a provider's name.</param>
/// <param name="Browser">What the browser calls itself; at most 200 characters of it.</param>
/// <param name="Ends">Whatever happens in it.</param>
internal sealed record Session(string Id, string Person, string Stamp, string Way, string Browser, string Address, DateTimeOffset Began, DateTimeOffset Seen, DateTimeOffset Ends);

/// <summary>Which sessions are alive. Answers from memory. Thread-safe.</summary>
internal interface ISessions
{
    /// <summary>Null once it was signed out, was idle too long, has come to its end, or is another person's.</summary>
    Session? Find(string id, string person);

    /// <summary>A sign of life.</summary>
    void Touch(string id);

    /// <summary>An open window is connected: until disposed, the session is not idle.</summary>
    IDisposable Hold(string id);
}
