// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "../types/Epoch.sol";

/// @title Where an epoch's leaves come from
/// @notice A leaf says that the operator signed a receipt, or that a record is in a version and in a training log. What
/// shows it is not in the epoch's trees. This contract checks it, for who was asked to show it (`IDataDemands`). It holds
/// neither state nor money.
/// @dev Every leaf of an epoch that follows the protocol can be shown, from what its operator had to know to make it.
interface IOrigins {
    /// @notice There must be one signature for each receipt.
    error WrongSignatureCount(uint256 given, uint256 needed);
    /// @notice The signature of the receipt at this place of the run is not the operator's.
    error NotSigned(uint256 place);
    /// @notice An attribution has a method of 1 to 3 (protocol §6).
    error UnknownMethod(uint8 method);
    /// @notice The receipt has no such component, or its model has no training versions or another index.
    error NotTheModel(uint32 component);

    /// @notice Reverts unless the run is in the epoch's receipts and its operator signed each of them.
    /// @param run ABI-encoded `SignedRun`.
    /// @return first Index of the run's first receipt.
    /// @return length Receipts of the run.
    function requireSigned(Epoch calldata epoch, bytes calldata run)
        external
        view
        returns (uint256 first, uint256 length);

    /// @notice Reverts unless the attribution is in the epoch's, and its record comes from where its method says: an
    /// influence from a training version and the training log of a model of its call that has its index, a citation from a
    /// version that the call retrieved from. A flat one has no record.
    /// @param origin ABI-encoded `RecordOrigin`.
    /// @return index Of the attribution.
    function requireOrigin(Epoch calldata epoch, bytes calldata origin) external view returns (uint256 index);
}
