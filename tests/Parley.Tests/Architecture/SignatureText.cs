using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Parley.Tests.Architecture;

/// <summary>Types in signatures as text: <c>System.Collections.Generic.List`1&lt;Parley.Core.Instant&gt;</c>.</summary>
internal sealed class SignatureText(MetadataReader reader) : ISignatureTypeProvider<string, object?>
{
    public string Name(EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)type, 0),
        HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)type, 0),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)type).DecodeSignature(this, null),
        _ => type.Kind.ToString(),
    };

    /// <summary>A type's name without its arguments.</summary>
    public static string Bare(string type) => type.IndexOf('<', StringComparison.Ordinal) is var at and > 0 && type[at - 1] is not ('+' or '.') ? type[..at] : type;

    public string GetTypeFromDefinition(MetadataReader from, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = from.GetTypeDefinition(handle);
        var name = from.GetString(type.Name);
        return type.IsNested
            ? $"{GetTypeFromDefinition(from, type.GetDeclaringType(), 0)}+{name}"
            : Full(from.GetString(type.Namespace), name);
    }

    public string GetTypeFromReference(MetadataReader from, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = from.GetTypeReference(handle);
        var name = from.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(from, (TypeReferenceHandle)type.ResolutionScope, 0)}+{name}"
            : Full(from.GetString(type.Namespace), name);
    }

    public string GetTypeFromSpecification(MetadataReader from, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        from.GetTypeSpecification(handle).DecodeSignature(this, context);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(',', typeArguments)}>";

    public string GetGenericTypeParameter(object? context, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? context, int index) => $"!!{index}";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[,]";

    public string GetByReferenceType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function pointer";

    private static string Full(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
