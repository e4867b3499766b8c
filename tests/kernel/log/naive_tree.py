"""The tree once more, as RFC 6962 (section 2.1) and C2SP tlog-tiles define it, word by word and slow. Standard library
only: it shares nothing with what it is compared with. Leaves are given by their hashes."""

import hashlib


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf(entry):
    return sha256(b"\0" + entry)


def mth(leaves):
    n = len(leaves)
    if n == 0:
        return sha256(b"")
    if n == 1:
        return leaves[0]
    k = largest_power_of_two_below(n)
    return sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:]))


def largest_power_of_two_below(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def path(m, leaves):
    n = len(leaves)
    if n == 1:
        return []
    k = largest_power_of_two_below(n)
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def proof(m, leaves):
    return subproof(m, leaves, True)


def subproof(m, leaves, is_whole):
    n = len(leaves)
    if m == n:
        return [] if is_whole else [mth(leaves)]
    k = largest_power_of_two_below(n)
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def name_of(n):
    """1234067 -> x001/x234/067"""
    digits = str(n)
    digits = "0" * (-len(digits) % 3) + digits
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join(["x" + group for group in groups[:-1]] + groups[-1:])


def files(entries):
    """Every file of the log that holds just these entries: path -> content."""
    found = {}
    leaves = [leaf(entry) for entry in entries]
    level, s = 0, len(leaves)
    while s // 256**level:
        width = 256**level
        hashes = [mth(leaves[i * width : (i + 1) * width]) for i in range(s // width)]
        for n in range(0, -(-len(hashes) // 256)):
            found[suffixed(f"tile/{level}/{name_of(n)}", hashes[n * 256 : (n + 1) * 256])] = b"".join(
                hashes[n * 256 : (n + 1) * 256]
            )
        level += 1
    for n in range(0, -(-s // 256)):
        some = entries[n * 256 : (n + 1) * 256]
        found[suffixed(f"tile/entries/{name_of(n)}", some)] = b"".join(
            bytes([len(entry) // 256, len(entry) % 256]) + entry for entry in some
        )
    return found


def suffixed(name, content):
    return name if len(content) == 256 else f"{name}.p/{len(content)}"


class EqualLeaves:
    """A tree of any size, all of whose leaves are the same: hashes without having so many of anything."""

    def __init__(self, entry):
        self.entry = entry
        self.powers = [leaf(entry)]  # the root over 2^i leaves
        while len(self.powers) < 64:
            self.powers.append(sha256(b"\1" + 2 * self.powers[-1]))

    def mth(self, n):
        if n & (n - 1) == 0:
            return self.powers[n.bit_length() - 1] if n else sha256(b"")
        k = largest_power_of_two_below(n)
        return sha256(b"\1" + self.mth(k) + self.mth(n - k))

    def path(self, m, n):
        if n == 1:
            return []
        k = largest_power_of_two_below(n)
        if m < k:
            return [*self.path(m, k), self.mth(n - k)]
        return [*self.path(m - k, n - k), self.mth(k)]

    def proof(self, m, n, is_whole=True):
        if m == n:
            return [] if is_whole else [self.mth(n)]
        k = largest_power_of_two_below(n)
        if m <= k:
            return [*self.proof(m, k, is_whole), self.mth(n - k)]
        return [*self.proof(m - k, n - k, False), self.mth(k)]
