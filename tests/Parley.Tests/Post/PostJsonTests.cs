using System.Reflection;
using System.Text.Json.Serialization;
using Parley.Core.Post;

namespace Parley.Tests.Post;

public sealed class PostJsonTests
{
    [Fact]
    public void Every_kind_of_letter_and_of_entry_has_a_name_in_its_bytes()
    {
        foreach (var root in (Type[])[typeof(PostCommand), typeof(LetterBody)])
        {
            var named = root.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(static a => a.DerivedType).ToHashSet();
            Assert.Empty(root.Assembly.GetTypes().Where(t => t.IsSubclassOf(root) && !named.Contains(t)).Select(static t => t.Name));
        }
    }
}
