// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PastCollection, StoredChannel } from "../types/Channels.sol";

/// @title What an operator's posts found collected from a channel
/// @dev Entries are overwritten in turn once all their posts are final and a later one is too. An open epoch's post, or
/// the newest final one's, that has no entry found nothing collected.
library ChannelHistory {
    /// @notice Keeps what posts before `posts` found collected, before more is collected: in place of an entry that neither
    /// an open epoch nor the newest final one needs, else beside it.
    /// @param posts The operator's posts so far.
    /// @param finalPosts The post of its newest final epoch.
    function remember(
        mapping(uint256 index => PastCollection) storage history,
        StoredChannel storage channel,
        uint32 posts,
        uint32 finalPosts
    ) internal {
        uint96 collected = channel.collected;
        if (collected > 0) {
            (uint16 count, uint16 next) = (channel.pastCount, channel.pastNext);
            bool reuses = count > 0 && history[next].until < finalPosts;
            uint16 index = reuses ? next : count;
            history[index] = PastCollection(collected, channel.since, posts);
            if (reuses) channel.pastNext = next + 1 < count ? next + 1 : 0;
            else channel.pastCount = count + 1;
        }
        channel.since = posts;
    }

    /// @notice Wei that a post found collected; right for posts of open epochs and of the newest final one.
    function foundBy(
        mapping(uint256 index => PastCollection) storage history,
        StoredChannel storage channel,
        uint32 post
    ) internal view returns (uint96) {
        if (post > channel.since) return channel.collected;
        for (uint256 i = 0; i < channel.pastCount; ++i) {
            PastCollection storage past = history[i];
            if (past.since < post && post <= past.until) return past.collected;
        }
        return 0;
    }
}
