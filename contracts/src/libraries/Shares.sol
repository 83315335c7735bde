// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IDatanetRegistry } from "../interfaces/IDatanetRegistry.sol";
import { IModelRegistry } from "../interfaces/IModelRegistry.sol";
import { Curator } from "../types/Curator.sol";
import { Royalty } from "../types/Royalty.sol";
import { PrefixSum } from "./PrefixSum.sol";

/// @title Whose an amount is
library Shares {
    /// @notice Who shares an amount, and who gets what they leave. An account may come several times.
    struct Holders {
        address[] accounts;
        uint16[] bps;
        address owner;
    }

    /// @notice Wei of `amount` for one account.
    function dueOf(Holders memory holders, uint128 amount, address account) internal pure returns (uint256 due) {
        uint128[] memory parts = PrefixSum.splitShares(amount, holders.bps);
        uint256 count = holders.accounts.length;
        for (uint256 i = 0; i < count; ++i) {
            if (holders.accounts[i] == account) due += parts[i];
        }
        if (holders.owner == account) due += parts[count];
    }

    /// @notice Who shares a model's part: its ancestors' owners and its own, all at a time.
    function ofModel(IModelRegistry models, bytes32 modelId, uint64 time)
        internal
        view
        returns (Holders memory holders)
    {
        Royalty[] memory royalties = models.royaltiesOf(modelId);
        holders =
            Holders(new address[](royalties.length), new uint16[](royalties.length), models.ownerAt(modelId, time));
        for (uint256 i = 0; i < royalties.length; ++i) {
            holders.accounts[i] = models.ownerAt(royalties[i].ancestor, time);
            holders.bps[i] = royalties[i].bps;
        }
    }

    /// @notice Who shares a Datanet's part of a record's income: its curators and its owner, all at a time.
    function ofDatanet(IDatanetRegistry datanets, bytes32 datanetId, uint64 time)
        internal
        view
        returns (Holders memory holders)
    {
        Curator[] memory curators = datanets.curatorsAt(datanetId, time);
        holders =
            Holders(new address[](curators.length), new uint16[](curators.length), datanets.ownerAt(datanetId, time));
        for (uint256 i = 0; i < curators.length; ++i) {
            holders.accounts[i] = curators[i].account;
            holders.bps[i] = curators[i].bps;
        }
    }
}
