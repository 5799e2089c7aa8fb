namespace Parley.Core.Geometry;

/// <summary>
/// A map ordered by cell id: sorted blocks of up to 256 keys and a sorted directory of their first keys, so that a cell's descendants
/// are one run and a cell costs about 23 bytes. Integers only. Not thread-safe.
/// </summary>
internal sealed class CellMap<TValue>
    where TValue : class
{
    private const int BlockSize = 256;

    private ulong[] _firsts = new ulong[4];
    private Block[] _blocks = new Block[4];
    private int _blockCount;

    public int Count { get; private set; }

    public TValue? Find(ulong key)
    {
        if (_blockCount == 0)
        {
            return null;
        }

        var block = _blocks[BlockOf(key)];
        var at = Array.BinarySearch(block.Keys, 0, block.Count, key);
        return at >= 0 ? block.Values[at] : null;
    }

    /// <summary>The value at a key that is not yet there.</summary>
    public void Add(ulong key, TValue value)
    {
        if (_blockCount == 0)
        {
            InsertBlock(0, new Block(), key);
        }

        var b = BlockOf(key);
        if (_blocks[b].Count == BlockSize)
        {
            InsertBlock(b + 1, _blocks[b].SplitUpper(), 0);
            _firsts[b + 1] = _blocks[b + 1].Keys[0];
            b = BlockOf(key);
        }

        var block = _blocks[b];
        var at = Array.BinarySearch(block.Keys, 0, block.Count, key);
        if (at >= 0)
        {
            throw new InvalidOperationException("The cell is in the map already.");
        }

        block.Insert(~at, key, value);
        _firsts[b] = block.Keys[0];
        Count++;
    }

    public void Remove(ulong key)
    {
        var b = BlockOf(key);
        var block = _blocks[b];
        block.RemoveAt(Array.BinarySearch(block.Keys, 0, block.Count, key));
        Count--;
        if (block.Count > 0)
        {
            _firsts[b] = block.Keys[0];
            return;
        }

        _blockCount--;
        Array.Copy(_firsts, b + 1, _firsts, b, _blockCount - b);
        Array.Copy(_blocks, b + 1, _blocks, b, _blockCount - b);
        _blocks[_blockCount] = null!;
    }

    /// <summary>Where a run of keys begins: the first not below <paramref name="key"/>.</summary>
    public Cursor From(ulong key)
    {
        if (_blockCount == 0)
        {
            return new(this, 0, 0);
        }

        var b = BlockOf(key);
        var at = Array.BinarySearch(_blocks[b].Keys, 0, _blocks[b].Count, key);
        return new(this, b, at < 0 ? ~at : at);
    }

    // The last block whose first key is not above the key; the first block for keys below all.
    private int BlockOf(ulong key)
    {
        var at = Array.BinarySearch(_firsts, 0, _blockCount, key);
        return at >= 0 ? at : Math.Max(0, ~at - 1);
    }

    private void InsertBlock(int at, Block block, ulong first)
    {
        if (_blockCount == _blocks.Length)
        {
            Array.Resize(ref _blocks, _blockCount * 2);
            Array.Resize(ref _firsts, _blockCount * 2);
        }

        Array.Copy(_firsts, at, _firsts, at + 1, _blockCount - at);
        Array.Copy(_blocks, at, _blocks, at + 1, _blockCount - at);
        (_firsts[at], _blocks[at]) = (first, block);
        _blockCount++;
    }

    /// <summary>Walks keys upwards. Valid until the map changes.</summary>
    public struct Cursor(CellMap<TValue> map, int block, int at)
    {
        private int _block = block;
        private int _at = at;

        /// <summary>The next value whose key is not above <paramref name="last"/>; null at the end of the run.</summary>
        public TValue? Next(ulong last)
        {
            while (_block < map._blockCount)
            {
                var current = map._blocks[_block];
                if (_at < current.Count)
                {
                    return current.Keys[_at] <= last ? current.Values[_at++] : null;
                }

                (_block, _at) = (_block + 1, 0);
            }

            return null;
        }
    }

    private sealed class Block
    {
        public readonly ulong[] Keys = new ulong[BlockSize];
        public readonly TValue[] Values = new TValue[BlockSize];

        public int Count { get; private set; }

        public void Insert(int at, ulong key, TValue value)
        {
            Array.Copy(Keys, at, Keys, at + 1, Count - at);
            Array.Copy(Values, at, Values, at + 1, Count - at);
            (Keys[at], Values[at]) = (key, value);
            Count++;
        }

        public void RemoveAt(int at)
        {
            Count--;
            Array.Copy(Keys, at + 1, Keys, at, Count - at);
            Array.Copy(Values, at + 1, Values, at, Count - at);
            Values[Count] = null!;
        }

        public Block SplitUpper()
        {
            var upper = new Block { Count = Count / 2 };
            Count -= upper.Count;
            Array.Copy(Keys, Count, upper.Keys, 0, upper.Count);
            Array.Copy(Values, Count, upper.Values, 0, upper.Count);
            Array.Clear(Values, Count, upper.Count);
            return upper;
        }
    }
}
