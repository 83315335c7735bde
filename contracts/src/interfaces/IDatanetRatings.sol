// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What stakers think of Datanets
/// @notice A rating of 1 to 5 stars weighs what its rater had staked in the second before (`IStaking.stakeAt`). Stake that
/// moved on does not go on counting: anyone may `refresh` a rating to what its rater has staked now.
/// Views answer zeros for what does not exist; they never revert.
interface IDatanetRatings {
    struct Rating {
        uint8 stars;
        /// Wei of OPEN staked when it was given or last refreshed.
        uint128 weight;
        uint64 ratedAt;
    }

    struct Tally {
        /// Sum of the weights.
        uint128 weight;
        uint32 raters;
        /// Sum of weight times stars; the average is this by `weight`.
        uint256 weightedStars;
    }

    event Rated(bytes32 indexed datanetId, address indexed rater, uint8 stars, uint128 weight, bytes32 reasonHash);
    /// @notice The rating weighs what its rater has staked now; with nothing it is gone.
    event Refreshed(bytes32 indexed datanetId, address indexed rater, uint128 weight);

    error ZeroAddress();
    error UnknownDatanet(bytes32 datanetId);
    error BadStars(uint8 stars);
    /// @notice The owner does not rate its own Datanet.
    error OwnDatanet(bytes32 datanetId);
    error NothingStaked(address rater);
    error NotRated(bytes32 datanetId, address rater);

    /// @notice Rates a Datanet, instead of the caller's rating before.
    /// @param stars 1 to 5.
    /// @param reasonHash keccak of what the rater says; the words are published elsewhere, 0 for none.
    function rate(bytes32 datanetId, uint8 stars, bytes32 reasonHash) external;

    /// @notice Weighs a rating anew; anyone may.
    function refresh(bytes32 datanetId, address rater) external;

    function ratingOf(bytes32 datanetId, address rater) external view returns (Rating memory);

    function tallyOf(bytes32 datanetId) external view returns (Tally memory);
}
