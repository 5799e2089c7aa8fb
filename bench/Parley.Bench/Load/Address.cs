using System.CommandLine;

namespace Parley.Bench.Load;

/// <summary>An argument that is an HTTP address.</summary>
internal static class Address
{
    public static Argument<Uri> Argument(string says) => new("URL")
    {
        Description = says,
        CustomParser = static given =>
        {
            if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https"))
            {
                return url;
            }

            given.AddError($"{given.Tokens[0].Value} is no address; write one like http://127.0.0.1:8082.");
            return null;
        },
    };
}
