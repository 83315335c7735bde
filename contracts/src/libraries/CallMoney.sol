// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IModelRegistry } from "../interfaces/IModelRegistry.sol";
import { Component, Receipt } from "../types/Receipt.sol";
import { PrefixSum } from "./PrefixSum.sol";

/// @title A call's money, from its receipt and the chain
/// @notice Protocol §5 over the registered models and prices. Amounts are wei.
library CallMoney {
    /// @dev Places of a fee's parts in the split's order.
    uint256 internal constant BURN = 0;
    uint256 internal constant OPERATOR = 1;
    uint256 internal constant MODEL = 2;
    uint256 internal constant STAKERS = 3;
    uint256 internal constant DATA = 4;

    /// @notice Each component's fee. Unknown prices count as 0; reverts where several scales sum to 0.
    function feesOf(Receipt memory receipt, IModelRegistry models) internal view returns (uint256[] memory fees) {
        uint256 count = receipt.components.length;
        fees = new uint256[](count);
        uint256 whole = 0;
        for (uint256 i = 0; i < count; ++i) {
            whole += receipt.components[i].scalePpm;
        }
        for (uint256 i = 0; i < count; ++i) {
            Component memory part = receipt.components[i];
            (uint128 input, uint128 output,) = models.priceOf(part.modelId, part.priceVersion);
            uint256 fee = uint256(receipt.inputTokens) * input + uint256(receipt.outputTokens) * output;
            fees[i] = count == 1 ? fee : fee * part.scalePpm / whole;
        }
    }

    /// @notice Each component's fee, cut by its model's split.
    function cutsOf(Receipt memory receipt, IModelRegistry models) internal view returns (uint128[5][] memory cuts) {
        uint256[] memory fees = feesOf(receipt, models);
        cuts = new uint128[5][](fees.length);
        for (uint256 i = 0; i < fees.length; ++i) {
            IModelRegistry.Model memory model = models.modelOf(receipt.components[i].modelId);
            cuts[i] = PrefixSum.splitFee(SafeCast.toUint128(fees[i]), model.split);
        }
    }

    /// @notice One of the parts, of all components together.
    function partOf(Receipt memory receipt, IModelRegistry models, uint256 part) internal view returns (uint256 sum) {
        uint128[5][] memory cuts = cutsOf(receipt, models);
        for (uint256 i = 0; i < cuts.length; ++i) {
            sum += cuts[i][part];
        }
    }

    /// @notice Whether some model of the call has a data share: then, and only then, the call is attributed.
    function hasDataShare(Receipt memory receipt, IModelRegistry models) internal view returns (bool) {
        for (uint256 i = 0; i < receipt.components.length; ++i) {
            if (models.modelOf(receipt.components[i].modelId).split.data > 0) return true;
        }
        return false;
    }

    /// @notice The call's versions: the training versions of each component and the retrieved versions; if there are none
    /// at all, the retrieval versions of each component. Repeats included.
    function versionsOf(Receipt memory receipt, IModelRegistry models) internal view returns (bytes32[] memory roots) {
        uint256 count = receipt.components.length;
        IModelRegistry.Model[] memory called = new IModelRegistry.Model[](count);
        uint256 training = 0;
        uint256 retrieval = 0;
        for (uint256 i = 0; i < count; ++i) {
            called[i] = models.modelOf(receipt.components[i].modelId);
            training += called[i].trainingVersions.length;
            retrieval += called[i].retrievalVersions.length;
        }
        uint256 used = training + receipt.retrievedVersions.length;
        roots = new bytes32[](used > 0 ? used : retrieval);
        uint256 length = 0;
        for (uint256 i = 0; i < count; ++i) {
            length = _append(roots, length, used > 0 ? called[i].trainingVersions : called[i].retrievalVersions);
        }
        _append(roots, length, receipt.retrievedVersions);
    }

    function _append(bytes32[] memory roots, uint256 length, bytes32[] memory more) private pure returns (uint256) {
        for (uint256 i = 0; i < more.length; ++i) {
            roots[length++] = more[i];
        }
        return length;
    }
}
