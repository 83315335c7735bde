// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Proves that a posted epoch is faulty
/// @notice A prover knows up to 16 kinds of fault (`FaultKind`). A proof is the ABI encoding of one struct of
/// `src/types/*Proofs.sol`; the prover's external functions `proveXxx` take the same structs, so that the ABI documents
/// each format. Provers hold no state and no money: they check the proof against the epoch's own roots, and read
/// registries, escrow and settlement.
/// @dev Every proof carries the whole `Epoch`, and everything is checked against its roots, so a proof convicts only the
/// epoch whose hash comes back. Statements are true of no epoch that follows the protocol: each names the rule that it
/// contradicts. Leaves are hashed from typed fields (≥ 64 bytes), nodes from 65 or 97 bytes: neither passes for the
/// other. Checked arithmetic reverts, and a revert proves nothing.
interface IFaultProver {
    /// @notice The prover does not know this kind.
    error UnknownKind(uint8 kind);
    /// @notice A run of leaves is not at this place under the epoch's root, or names leaves beyond the count.
    error NotInTree();
    /// @notice A run must hold another number of leaves for this kind.
    error WrongRunLength(uint256 length);
    /// @notice Leaves that should show that a key is absent do not enclose it.
    error NotAbsent();
    /// @notice The given previous epoch is not the one that this epoch names.
    error NotPrevious();

    /// @notice Checks a proof.
    /// @param kind One of `FaultKind`.
    /// @param proof ABI encoding of the kind's struct.
    /// @return epochHash Hash of the epoch that is proven faulty. The caller compares it with what was posted.
    function prove(uint8 kind, bytes calldata proof) external view returns (bytes32 epochHash);
}
