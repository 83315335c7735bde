// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Royalty } from "../types/Royalty.sol";

/// @title Royalties of a model's ancestors
library Royalties {
    uint256 internal constant MAX_ANCESTORS = 8;

    /// @notice The list with a parent's royalty and, cut out of it, those that the parent owes itself.
    /// @param list Each ancestor once; not changed.
    /// @param bps The parent's royalty; what comes in equals what the list grows by.
    /// @param owed The parent's own flattened list, of its part.
    function add(Royalty[] memory list, bytes32 parent, uint16 bps, Royalty[] memory owed)
        internal
        pure
        returns (Royalty[] memory grown)
    {
        grown = new Royalty[](list.length + owed.length + 1);
        uint256 count = list.length;
        for (uint256 i = 0; i < count; ++i) {
            grown[i] = list[i];
        }
        uint16 rest = bps;
        for (uint256 i = 0; i < owed.length; ++i) {
            // At most `bps`.
            // forge-lint: disable-next-line(unsafe-typecast)
            uint16 cut = uint16(uint256(bps) * owed[i].bps / 10_000);
            rest -= cut;
            count = _credit(grown, count, owed[i].ancestor, cut);
        }
        count = _credit(grown, count, parent, rest);
        assembly ("memory-safe") {
            mstore(grown, count)
        }
    }

    /// @dev Adds to the entry of `ancestor` or appends one; nothing for 0 bps.
    function _credit(Royalty[] memory list, uint256 count, bytes32 ancestor, uint16 bps)
        private
        pure
        returns (uint256)
    {
        if (bps == 0) return count;
        for (uint256 i = 0; i < count; ++i) {
            if (list[i].ancestor != ancestor) continue;
            list[i].bps += bps;
            return count;
        }
        list[count] = Royalty(ancestor, bps);
        return count + 1;
    }
}
