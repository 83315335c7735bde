// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDataDemands } from "./IDataDemands.sol";

/// @title Faults, proven by anyone
/// @notice Whoever proves a fault of an open epoch voids it and all above it, and takes part of the bond. First a
/// commitment, at least one block later the proof: a proof copied from the mempool has no commitment of its copier's own.
/// @dev No owner, no pause. A proof is judged by the prover of its kind, `provers[kind / 16]`, fixed at deployment.
interface IChallenges is IDataDemands {
    /// @notice `block_` is the first block in which the commitment stood.
    event Committed(bytes32 indexed commitment, uint64 block_);
    event FaultProven(
        address indexed operator, uint64 indexed number, bytes32 indexed epochHash, uint8 kind, address challenger
    );

    /// @notice No contract stands at this address, of a prover or of `Origins`.
    error NotAProver(address prover);
    /// @notice This settlement takes challenges from another contract.
    error NotLinked(address settlement, address challenges);
    /// @notice No such commitment of the caller's: commit first, with the same proof, salt and sender.
    error NotCommitted(bytes32 commitment);
    /// @notice The proof may follow in the block after the commitment's.
    error CommittedThisBlock(uint64 block_);
    error UnknownKind(uint8 kind);
    error EpochNotOpen(address operator, uint64 number);
    /// @notice The fault is proven, but of another epoch than the one challenged.
    error WrongEpoch(bytes32 proven, bytes32 challenged);

    /// @notice Announces a challenge: see `commitmentOf`. A repeat keeps the first block.
    function commit(bytes32 commitment) external;

    /// @notice Proves a fault of an open epoch that the caller committed to in an earlier block. The epoch and all later
    /// ones of its operator become void, and the caller gets its part of the operator's bond.
    /// @param kind Of the fault; `kind / 16` is the prover's number.
    /// @param proof What that prover asks for: the ABI-encoded struct of its function for this kind.
    /// @param salt What the commitment was salted with.
    function challenge(address operator, uint64 number, uint8 kind, bytes calldata proof, bytes32 salt) external;

    /// @notice keccak(abi.encode(challenger, operator, number, kind, keccak(proof), salt))
    function commitmentOf(
        address challenger,
        address operator,
        uint64 number,
        uint8 kind,
        bytes calldata proof,
        bytes32 salt
    ) external pure returns (bytes32);

    /// @notice The block in which a commitment was first made; 0: never, or used up.
    function committedAt(bytes32 commitment) external view returns (uint64);

    /// @notice The prover of kinds 16·index to 16·index + 15.
    function provers(uint256 index) external view returns (address);

    function proverCount() external view returns (uint256);

    function settlement() external view returns (address);
}
