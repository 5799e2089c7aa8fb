using Parley.Commands;

namespace Parley.Tests.Commands;

public sealed class CborDiagnosticTests
{
    /// <summary>From RFC 8949, appendix A, in its own notation but for indefinite lengths, which print as definite ones.</summary>
    [Theory]
    [InlineData("00", "0")]
    [InlineData("1b000000e8d4a51000", "1000000000000")]
    [InlineData("3bffffffffffffffff", "-18446744073709551616")]
    [InlineData("3903e7", "-1000")]
    [InlineData("f90000", "0.0")]
    [InlineData("f93c00", "1.0")]
    [InlineData("fb3ff199999999999a", "1.1")]
    [InlineData("f97c00", "Infinity")]
    [InlineData("f97e00", "NaN")]
    [InlineData("f4", "false")]
    [InlineData("f6", "null")]
    [InlineData("f7", "undefined")]
    [InlineData("f0", "simple(16)")]
    [InlineData("c11a514b67b0", "1(1363896240)")]
    [InlineData("d74401020304", "23(h'01020304')")]
    [InlineData("62225c", "\"\\\"\\\\\"")]
    [InlineData("62c3bc", "\"ü\"")]
    [InlineData("8301820203820405", "[1, [2, 3], [4, 5]]")]
    [InlineData("a26161016162820203", "{\"a\": 1, \"b\": [2, 3]}")]
    [InlineData("9f018202039f0405ffff", "[1, [2, 3], [4, 5]]")]
    [InlineData("0102", "1, 2")]
    [InlineData("ff", "h'ff'")]
    [InlineData("8201", "h'8201'")]
    [InlineData("", "")]
    public void Items_print_as_the_rfc_writes_them(string hex, string expected) =>
        Assert.Equal(expected, CborDiagnostic.Print(Convert.FromHexString(hex)));
}
