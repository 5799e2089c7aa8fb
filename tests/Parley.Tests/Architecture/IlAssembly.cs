using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Parley.Tests.Architecture;

/// <summary>One method as its IL shows it.</summary>
/// <param name="Type">Full name, nested ones after a <c>+</c>.</param>
/// <param name="Calls">What it calls, constructs or takes the address of, inside the assembly or not: <c>Namespace.Type::Method</c>.</param>
/// <param name="Touches">The types of its locals, of the fields it uses and of what it calls.</param>
internal sealed record IlMethod(string Type, string Name, bool IsVirtual, IReadOnlyList<string> Calls, IReadOnlyList<string> Touches)
{
    public override string ToString() => $"{Type}::{Name}";

    /// <summary>True for what the compiler makes of iterators, lambdas and async methods.</summary>
    public bool IsGenerated => Type.Contains("+<", StringComparison.Ordinal);

    /// <summary>The method as it stands in the source: an iterator's or lambda's code is named after the method that holds it.</summary>
    public string Source
    {
        get
        {
            var plain = Type.Split("+<")[0];
            var held = Type.Contains("+<", StringComparison.Ordinal) && Between(Type) is { Length: > 0 } inType ? inType : Between(Name);
            return $"{plain[(plain.LastIndexOf('.') + 1)..]}.{(held is { Length: > 0 } ? held : Name)}";
        }
    }

    private static string? Between(string name) => name.IndexOf('<', StringComparison.Ordinal) is var from and >= 0
        && name.IndexOf('>', StringComparison.Ordinal) is var to && to > from ? name[(from + 1)..to] : null;
}

/// <summary>Reads every method of a built assembly that lies beside the tests.</summary>
internal static class IlAssembly
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => (int)(ushort)c.Value);

    public static IReadOnlyList<IlMethod> Methods(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, file));
        using var pe = new PEReader(stream);
        var reader = pe.GetMetadataReader();
        var text = new SignatureText(reader);
        return [.. reader.MethodDefinitions.Select(m => Read(pe, reader, text, reader.GetMethodDefinition(m)))];
    }

    public static IReadOnlyList<string> References(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, file));
        using var pe = new PEReader(stream);
        var reader = pe.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(r => reader.GetString(reader.GetAssemblyReference(r).Name))];
    }

    private static IlMethod Read(PEReader pe, MetadataReader reader, SignatureText text, MethodDefinition method)
    {
        List<string> calls = [], touches = [];
        if (method.RelativeVirtualAddress != 0)
        {
            var body = pe.GetMethodBody(method.RelativeVirtualAddress);
            if (!body.LocalSignature.IsNil)
            {
                touches.AddRange(reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(text, null));
            }

            foreach (var token in Tokens(body.GetILReader()))
            {
                Take(reader, text, token, calls, touches);
            }
        }

        return new IlMethod(
            text.Name(method.GetDeclaringType()), reader.GetString(method.Name), method.Attributes.HasFlag(MethodAttributes.Virtual), calls, touches);
    }

    private static IEnumerable<EntityHandle> Tokens(BlobReader il)
    {
        List<EntityHandle> tokens = [];
        while (il.RemainingBytes > 0)
        {
            int value = il.ReadByte();
            var code = Codes[value == 0xFE ? 0xFE00 | il.ReadByte() : value];
            switch (code.OperandType)
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok:
                    tokens.Add((EntityHandle)System.Reflection.Metadata.Ecma335.MetadataTokens.Handle(il.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = il.ReadInt32();
                    il.Offset += 4 * targets;
                    break;
                default:
                    il.Offset += Size(code.OperandType);
                    break;
            }
        }

        return tokens;
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static void Take(MetadataReader reader, SignatureText text, EntityHandle token, List<string> calls, List<string> touches)
    {
        switch (token.Kind)
        {
            case HandleKind.MethodSpecification:
                Take(reader, text, reader.GetMethodSpecification((MethodSpecificationHandle)token).Method, calls, touches);
                break;
            case HandleKind.MethodDefinition:
                var method = reader.GetMethodDefinition((MethodDefinitionHandle)token);
                calls.Add($"{text.Name(method.GetDeclaringType())}::{reader.GetString(method.Name)}");
                break;
            case HandleKind.FieldDefinition:
                touches.Add(reader.GetFieldDefinition((FieldDefinitionHandle)token).DecodeSignature(text, null));
                break;
            case HandleKind.MemberReference:
                var member = reader.GetMemberReference((MemberReferenceHandle)token);
                var owner = text.Name(member.Parent);
                touches.Add(owner);
                if (member.GetKind() == MemberReferenceKind.Field)
                {
                    touches.Add(member.DecodeFieldSignature(text, null));
                }
                else
                {
                    calls.Add($"{SignatureText.Bare(owner)}::{reader.GetString(member.Name)}");
                }

                break;
        }
    }
}
