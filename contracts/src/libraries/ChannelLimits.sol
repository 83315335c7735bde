// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { StoredChannel } from "../types/Channels.sol";

/// @title How much a channel's session signer may sign, and until when
/// @notice Limits that rise hold at once, limits that fall after a delay: the operator collects meanwhile what it was
/// promised. What does not fit the packed channel counts as the greatest that does.
library ChannelLimits {
    /// @notice The first limits of a channel.
    function open(StoredChannel storage channel, uint128 cap, uint64 expiry) internal {
        (channel.cap, channel.expiry) = (_toUint96(cap), _toUint48(expiry));
    }

    /// @notice Replaces the limits, and those that still wait.
    /// @param delay Seconds that they wait if one of them falls.
    /// @return effectiveFrom Unix seconds.
    function change(StoredChannel storage channel, uint128 cap, uint64 expiry, uint64 delay)
        internal
        returns (uint64 effectiveFrom)
    {
        _applyDue(channel);
        bool falls = cap < channel.cap || expiry < channel.expiry;
        effectiveFrom = uint64(block.timestamp) + (falls ? delay : 0);

        channel.nextCap = _toUint96(cap);
        channel.nextExpiry = _toUint48(expiry);
        channel.limitsChangeAt = _toUint48(effectiveFrom);
        _applyDue(channel);
    }

    /// @notice The limits that hold now.
    function current(StoredChannel storage channel) internal view returns (uint128 cap, uint64 expiry) {
        return isDue(channel) ? (channel.nextCap, channel.nextExpiry) : (channel.cap, channel.expiry);
    }

    /// @notice Whether the limits that were waiting hold by now.
    function isDue(StoredChannel storage channel) internal view returns (bool) {
        return channel.limitsChangeAt != 0 && block.timestamp >= channel.limitsChangeAt;
    }

    function _applyDue(StoredChannel storage channel) private {
        if (!isDue(channel)) return;
        (channel.cap, channel.expiry) = (channel.nextCap, channel.nextExpiry);
        (channel.nextCap, channel.nextExpiry, channel.limitsChangeAt) = (0, 0, 0);
    }

    function _toUint96(uint128 cap) private pure returns (uint96) {
        // Fits: compared just before.
        // forge-lint: disable-next-line(unsafe-typecast)
        return cap < type(uint96).max ? uint96(cap) : type(uint96).max;
    }

    function _toUint48(uint64 expiry) private pure returns (uint48) {
        // Fits: compared just before.
        // forge-lint: disable-next-line(unsafe-typecast)
        return expiry < type(uint48).max ? uint48(expiry) : type(uint48).max;
    }
}
