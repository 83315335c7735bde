// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
}

/// @title One-root cumulative rewards: what Morpho's documentation says of its Universal Rewards Distributor, written anew
/// @notice A tree over (account, reward token, cumulative) with doubly hashed leaves and sorted pairs; a claim pays what
/// the cumulative exceeds the claimed.
contract RewardsDistributor {
    bytes32 public root;
    bytes32 public dataHash;
    address public immutable owner;
    mapping(address account => mapping(address reward => uint256)) public claimed;

    event RootSet(bytes32 indexed root, bytes32 indexed dataHash);
    event Claimed(address indexed account, address indexed reward, uint256 amount);

    error NotOwner();
    error RootNotSet();
    error ProofInvalid();
    error NothingNew();

    constructor() {
        owner = msg.sender;
    }

    function setRoot(bytes32 newRoot, bytes32 newDataHash) external {
        require(msg.sender == owner, NotOwner());
        (root, dataHash) = (newRoot, newDataHash);
        emit RootSet(newRoot, newDataHash);
    }

    function claim(address account, address reward, uint256 cumulative, bytes32[] calldata proof)
        external
        returns (uint256 amount)
    {
        bytes32 expected = root;
        require(expected != 0, RootNotSet());
        bytes32 node = keccak256(bytes.concat(keccak256(abi.encode(account, reward, cumulative))));
        for (uint256 i = 0; i < proof.length; ++i) {
            node = pair(node, proof[i]);
        }
        require(node == expected, ProofInvalid());
        uint256 before = claimed[account][reward];
        require(cumulative > before, NothingNew());
        amount = cumulative - before;
        claimed[account][reward] = cumulative;
        require(IToken(reward).transfer(account, amount));
        emit Claimed(account, reward, amount);
    }

    function pair(bytes32 a, bytes32 b) private pure returns (bytes32 value) {
        (bytes32 low, bytes32 high) = a < b ? (a, b) : (b, a);
        assembly ("memory-safe") {
            mstore(0x00, low)
            mstore(0x20, high)
            value := keccak256(0x00, 0x40)
        }
    }
}
