// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The newest checkpoint of each transparency log of one owner, for everybody to read.
///
/// Whoever deploys the contract owns it, and nobody else can write. There is no claiming of names, so there is nothing
/// that somebody who watches pending transactions could claim first, nor next year's origin today. Readers trust one
/// address, that of the contract; another owner deploys another one.
///
/// It cannot know whether two roots are of one history: it refuses what no honest log would say.
contract Anchor {
    struct Head {
        uint64 size;
        bytes32 root;
    }

    address public owner;
    mapping(bytes32 => Head) public heads; // by the SHA-256 of the origin

    event Anchored(bytes32 indexed origin, uint64 size, bytes32 root);

    error NotTheOwner();
    error Nothing();
    error Smaller(uint64 size);
    error AnotherRoot(bytes32 root);

    constructor() {
        owner = msg.sender;
    }

    /// The same checkpoint again changes nothing, and is told again.
    function anchor(bytes32 origin, uint64 size, bytes32 root) external {
        if (msg.sender != owner) revert NotTheOwner();
        if (size == 0) revert Nothing();
        Head storage head = heads[origin];
        if (size < head.size) revert Smaller(head.size);
        if (size == head.size && root != head.root) revert AnotherRoot(head.root);
        if (size > head.size) {
            head.size = size;
            head.root = root;
        }
        emit Anchored(origin, size, root);
    }
}
