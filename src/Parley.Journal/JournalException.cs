namespace Parley.Journal;

/// <summary>The journal cannot be used; the message is one sentence that says why and what to do.</summary>
public class JournalException : Exception
{
    public JournalException(string sentence)
        : base(sentence)
    {
    }

    public JournalException(string sentence, Exception cause)
        : base(sentence, cause)
    {
    }
}

/// <summary>Stored bytes are not what was written, and it is not the torn end that a crash leaves.</summary>
public sealed class JournalDamagedException : JournalException
{
    public JournalDamagedException(JournalDamage damage)
        : base(damage.ToString()) => Damage = damage;

    /// <summary>Where and what.</summary>
    public JournalDamage Damage { get; }
}

/// <summary>One place where the journal is damaged.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Offset">Where in it, in bytes from its start.</param>
/// <param name="What">What is wrong there, one sentence without a full stop.</param>
/// <param name="Advice">What to do about it, one sentence without a full stop.</param>
public sealed record JournalDamage(string File, long Offset, string What, string Advice)
{
    public override string ToString() => $"{File} at offset {Offset}: {What}; {Advice}.";
}
