// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { DatanetRatings } from "../../src/DatanetRatings.sol";
import { IDatanetRatings } from "../../src/interfaces/IDatanetRatings.sol";
import { IDatanetRegistry } from "../../src/interfaces/IDatanetRegistry.sol";
import { IStaking } from "../../src/interfaces/IStaking.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

contract DatanetRatingsTest is Fixture {
    DatanetRatings private ratings;
    bytes32 private datanetId;
    address[3] private raters;
    bytes32 private pool;
    uint64 private time = START;

    function setUp() public override {
        super.setUp();
        ratings = new DatanetRatings(datanets, staking);
        datanetId = createDatanet();
        pool = staking.subjectOf(operator);
        raters = [stranger, payer, operator];
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(raters[i]);
            token.approve(address(staking), type(uint256).max);
        }
    }

    function pass(uint64 seconds_) private {
        time += seconds_;
        vm.warp(time);
    }

    function stake(address by, uint256 amount) private {
        vm.prank(by);
        staking.stake(pool, amount);
    }

    function rate(address by, uint8 stars) private {
        vm.prank(by);
        ratings.rate(datanetId, stars, "why");
    }

    function test_stakeOfTheSecondBeforeWeighs() public {
        stake(stranger, 40 ether);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRatings.NothingStaked.selector, stranger));
        rate(stranger, 5);
        pass(10);
        stake(stranger, 1000 ether);
        vm.expectEmit(address(ratings));
        emit IDatanetRatings.Rated(datanetId, stranger, 5, uint128(staking.stakeAt(stranger, time - 1)), "why");
        rate(stranger, 5);
        vm.assertEq(ratings.ratingOf(datanetId, stranger).weight, staking.stakeAt(stranger, time - 1));
        vm.assertEq(ratings.tallyOf(datanetId).raters, 1);
    }

    function test_stakeThatMovedOnIsRefreshedAway() public {
        stake(stranger, 100 ether);
        pass(10);
        rate(stranger, 1);
        vm.prank(stranger);
        staking.requestUnstake(pool, 60 ether);
        pass(10);
        vm.prank(payer);
        ratings.refresh(datanetId, stranger);
        vm.assertEq(ratings.tallyOf(datanetId).weight, staking.stakeAt(stranger, time - 1));
        vm.assertLe(ratings.tallyOf(datanetId).weight, 40 ether, "what is left");
        vm.prank(stranger);
        staking.requestUnstake(pool, 40 ether);
        pass(10);
        ratings.refresh(datanetId, stranger);
        vm.assertEq(ratings.tallyOf(datanetId).weight, 0);
        vm.assertEq(ratings.tallyOf(datanetId).raters, 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRatings.NotRated.selector, datanetId, stranger));
        ratings.refresh(datanetId, stranger);
    }

    /// The tally is the sum of the ratings, whatever is staked, rated and refreshed.
    function testFuzz_tallyIsTheSum(uint64[20] calldata choices) public {
        for (uint256 i = 0; i < 20; ++i) {
            address rater = raters[choices[i] % 3];
            pass(1 + choices[i] % 500);
            uint256 action = (choices[i] >> 8) % 3;
            if (action == 0) {
                stake(rater, 1 ether + choices[i] % 100 ether);
            } else if (action == 1) {
                try this.rateAs(rater, uint8((choices[i] >> 16) % 7)) { } catch { }
            } else {
                try ratings.refresh(datanetId, rater) { } catch { }
            }
            _checkTally();
        }
    }

    function rateAs(address rater, uint8 stars) external {
        rate(rater, stars);
    }

    function _checkTally() private view {
        uint256 weight = 0;
        uint256 weighted = 0;
        uint256 count = 0;
        for (uint256 i = 0; i < 3; ++i) {
            IDatanetRatings.Rating memory rating = ratings.ratingOf(datanetId, raters[i]);
            weight += rating.weight;
            weighted += uint256(rating.weight) * rating.stars;
            if (rating.weight > 0) ++count;
            vm.assertLe(rating.stars, 5, "stars");
        }
        IDatanetRatings.Tally memory tally = ratings.tallyOf(datanetId);
        vm.assertEq(tally.weight, weight);
        vm.assertEq(tally.weightedStars, weighted);
        vm.assertEq(tally.raters, count);
    }

    function test_refusesBadInput() public {
        vm.expectRevert(abi.encodeWithSelector(IDatanetRatings.UnknownDatanet.selector, bytes32("none")));
        ratings.rate("none", 3, 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRatings.BadStars.selector, 0));
        rate(stranger, 0);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRatings.BadStars.selector, 6));
        rate(stranger, 6);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRatings.OwnDatanet.selector, datanetId));
        rate(datanetOwner, 5);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRatings.ZeroAddress.selector));
        new DatanetRatings(IDatanetRegistry(address(0)), staking);
        vm.expectRevert(abi.encodeWithSelector(IDatanetRatings.ZeroAddress.selector));
        new DatanetRatings(datanets, IStaking(address(0)));
    }
}
