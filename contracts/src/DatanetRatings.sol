// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IDatanetRatings } from "./interfaces/IDatanetRatings.sol";
import { IDatanetRegistry } from "./interfaces/IDatanetRegistry.sol";
import { IStaking } from "./interfaces/IStaking.sol";

/// @title What stakers think of Datanets
/// @dev Apart from `DatanetRegistry`, which stands before `Staking`. Invariant: a Datanet's tally is the sum of its ratings.
contract DatanetRatings is IDatanetRatings {
    uint8 public constant MOST_STARS = 5;

    /// @notice Says which Datanets there are.
    IDatanetRegistry public immutable datanetRegistry;
    /// @notice Says what a rater has staked.
    IStaking public immutable staking;

    mapping(bytes32 datanetId => Tally) private _tallies;
    mapping(bytes32 datanetId => mapping(address rater => Rating)) private _ratings;

    /// @param datanetRegistry_ Says which Datanets there are.
    /// @param staking_ Says what a rater has staked.
    constructor(IDatanetRegistry datanetRegistry_, IStaking staking_) {
        require(address(datanetRegistry_) != address(0) && address(staking_) != address(0), ZeroAddress());
        (datanetRegistry, staking) = (datanetRegistry_, staking_);
    }

    /// @inheritdoc IDatanetRatings
    function rate(bytes32 datanetId, uint8 stars, bytes32 reasonHash) external {
        IDatanetRegistry.Datanet memory datanet = datanetRegistry.datanetOf(datanetId);
        require(datanet.createdAt != 0, UnknownDatanet(datanetId));
        require(datanet.owner != msg.sender, OwnDatanet(datanetId));
        require(stars > 0 && stars <= MOST_STARS, BadStars(stars));
        uint128 weight = _stakeOf(msg.sender);
        require(weight > 0, NothingStaked(msg.sender));

        _replace(datanetId, msg.sender, Rating(stars, weight, uint64(block.timestamp)));
        emit Rated(datanetId, msg.sender, stars, weight, reasonHash);
    }

    /// @inheritdoc IDatanetRatings
    function refresh(bytes32 datanetId, address rater) external {
        Rating memory rating = _ratings[datanetId][rater];
        require(rating.weight > 0, NotRated(datanetId, rater));

        rating.weight = _stakeOf(rater);
        _replace(datanetId, rater, rating.weight == 0 ? Rating(0, 0, 0) : rating);
        emit Refreshed(datanetId, rater, rating.weight);
    }

    /// @inheritdoc IDatanetRatings
    function ratingOf(bytes32 datanetId, address rater) external view returns (Rating memory) {
        return _ratings[datanetId][rater];
    }

    /// @inheritdoc IDatanetRatings
    function tallyOf(bytes32 datanetId) external view returns (Tally memory) {
        return _tallies[datanetId];
    }

    /// @dev Takes the rating before out of the tally and puts this one in; one of weight 0 is none.
    function _replace(bytes32 datanetId, address rater, Rating memory rating) private {
        Rating memory before = _ratings[datanetId][rater];
        Tally storage tally = _tallies[datanetId];
        _ratings[datanetId][rater] = rating;
        tally.weight = tally.weight - before.weight + rating.weight;
        tally.weightedStars =
            tally.weightedStars - uint256(before.weight) * before.stars + uint256(rating.weight) * rating.stars;
        if (before.weight == 0 && rating.weight > 0) ++tally.raters;
        if (before.weight > 0 && rating.weight == 0) --tally.raters;
    }

    /// @dev In the second before, which no transaction of this block can change any more.
    function _stakeOf(address rater) private view returns (uint128) {
        return SafeCast.toUint128(staking.stakeAt(rater, uint64(block.timestamp - 1)));
    }
}
