// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Draws by weight, without putting back
library WeightedDraw {
    /// @notice Draws `count` places, each with the chance of its weight among those that are left.
    /// @param weights Changed: those of drawn places become 0. Their sum fits a uint256.
    /// @return places Empty if fewer than `count` weights are above 0.
    function draw(uint256[] memory weights, uint256 count, bytes32 seed)
        internal
        pure
        returns (uint256[] memory places)
    {
        uint256 total = 0;
        uint256 eligible = 0;
        for (uint256 i = 0; i < weights.length; ++i) {
            total += weights[i];
            if (weights[i] > 0) ++eligible;
        }
        if (eligible < count) return places;
        places = new uint256[](count);
        for (uint256 drawn = 0; drawn < count; ++drawn) {
            // The bias of the remainder is below total / 2^256.
            uint256 point = uint256(keccak256(abi.encode(seed, drawn))) % total;
            uint256 place = 0;
            while (point >= weights[place]) {
                point -= weights[place];
                ++place;
            }
            places[drawn] = place;
            total -= weights[place];
            weights[place] = 0;
        }
    }
}
