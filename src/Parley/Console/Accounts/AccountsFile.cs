using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Parley.Console.Accounts;

/// <summary>
/// <c>console/accounts.db</c>, for its owner's eyes only. Made or brought up to date at the start, by plain SQL: a post's start does not wait for
/// Entity Framework, which is first asked when somebody's account changes. Thread-safe.
/// </summary>
internal sealed class AccountsFile
{
    // Steps accounts.1.sql, accounts.2.sql …: a step that went out is never changed, a new one follows it.
    private const int Newest = 1;

    private AccountsFile(string path) => ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ToString();

    public string ConnectionString { get; }

    /// <exception cref="SqliteException">It is no database, or can't be written.</exception>
    /// <exception cref="IOException">It is of a newer version than this program, or the folder can't be written.</exception>
    public static AccountsFile Open(string folder)
    {
        Folders.MakeOwn(folder);
        var path = Path.Combine(folder, "accounts.db");
        if (!File.Exists(path))
        {
            // SQLite gives its journal files the mode of the database.
            File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write).Dispose();
        }

        Folders.Own(path);
        var file = new AccountsFile(path);
        using var db = file.Connect();
        // An account that was made must not be gone after a power cut: each commit is synced.
        Run(db, "PRAGMA journal_mode = WAL");
        var version = Convert.ToInt32(Scalar(db, "PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (version > Newest)
        {
            throw new IOException($"{path} is of a newer version of Parley than this one; run that");
        }

        for (var step = version + 1; step <= Newest; step++)
        {
            using var transaction = db.BeginTransaction();
            Run(db, Step(step));
            transaction.Commit();
        }

        return file;
    }

    public IReadOnlyList<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var db = Connect();
        using var command = Command(db, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <returns>How many rows it changed.</returns>
    public int Write(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var db = Connect();
        using var command = Command(db, sql, values);
        return command.ExecuteNonQuery();
    }

    private SqliteConnection Connect()
    {
        var db = new SqliteConnection(ConnectionString);
        db.Open();
        Run(db, "PRAGMA synchronous = FULL");
        return db;
    }

    private static SqliteCommand Command(SqliteConnection db, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = db.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this program; what varies is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    private static void Run(SqliteConnection db, string sql)
    {
        using var command = Command(db, sql, []);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection db, string sql)
    {
        using var command = Command(db, sql, []);
        return command.ExecuteScalar();
    }

    private static string Step(int number)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Parley.Console.Accounts.accounts.{number}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
