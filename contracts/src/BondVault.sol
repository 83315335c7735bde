// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { IBondVault } from "./interfaces/IBondVault.sol";
import { ISettlement } from "./interfaces/ISettlement.sol";
import { ExactTransfer } from "./libraries/ExactTransfer.sol";

/// @title Operators' bonds, apart from the money
/// @dev Created by `Settlement`, so that both know each other by immutable addresses.
contract BondVault is IBondVault {
    using ExactTransfer for IERC20;
    using SafeERC20 for IERC20;

    /// @notice OPEN.
    IERC20 public immutable token;
    /// @notice Locks and releases bonds.
    address public immutable settlement;

    /// @dev Who stands for a taken-over epoch.
    struct PosterBond {
        address poster;
        uint96 amount;
    }

    mapping(address operator => Bond) private _bonds;
    /// @dev By operator, number and post: a number that is posted again has another bond.
    mapping(bytes32 id => PosterBond) private _posterBonds;

    /// @param token_ OPEN.
    /// @param settlement_ Locks and releases bonds.
    constructor(IERC20 token_, address settlement_) {
        token = token_;
        settlement = settlement_;
    }

    /// @inheritdoc IBondVault
    function deposit(address operator, uint128 amount) external {
        require(operator != address(0), ZeroAddress());
        require(amount > 0, ZeroAmount());
        Bond storage bond = _bonds[operator];

        bond.amount += amount;
        emit BondDeposited(operator, amount, bond.amount);

        token.pull(msg.sender, amount);
    }

    /// @inheritdoc IBondVault
    function withdraw(uint128 amount) external {
        Bond storage bond = _bonds[msg.sender];
        uint128 free = bond.amount - bond.locked;
        require(amount > 0, ZeroAmount());
        require(amount <= free, BondIsLocked(amount, free));

        bond.amount -= amount;
        emit BondWithdrawn(msg.sender, amount, bond.amount);

        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IBondVault
    function lock(address operator, uint128 required) external {
        require(msg.sender == settlement, NotSettlement(msg.sender));
        Bond storage bond = _bonds[operator];
        require(bond.amount >= required, BondTooSmall(bond.amount, required));
        if (required <= bond.locked) return;

        bond.locked = required;
        emit BondLocked(operator, required);
    }

    /// @inheritdoc IBondVault
    function release(address operator) external {
        require(msg.sender == settlement, NotSettlement(msg.sender));

        _bonds[operator].locked = 0;
        emit BondReleased(operator);
    }

    /// @inheritdoc IBondVault
    function slash(address operator, address challenger, uint128 keep) external {
        require(msg.sender == settlement, NotSettlement(msg.sender));
        Bond storage bond = _bonds[operator];
        uint128 taken = bond.locked;
        uint128 left = bond.amount - taken;
        uint128 reward = taken / 2;

        bond.amount = left;
        bond.locked = keep < left ? keep : left;
        emit BondSlashed(operator, challenger, taken - reward, reward);

        _burnAndReward(taken - reward, challenger, reward);
    }

    /// @inheritdoc IBondVault
    function lockPoster(address operator, uint64 number, uint32 post, address poster, uint128 amount) external {
        require(msg.sender == settlement, NotSettlement(msg.sender));

        _posterBonds[_idOf(operator, number, post)] = PosterBond(poster, SafeCast.toUint96(amount));
        emit PosterBondLocked(operator, number, post, poster, amount);

        token.pull(poster, amount);
    }

    /// @inheritdoc IBondVault
    function returnPoster(address operator, uint64 number, uint32 post) external {
        require(msg.sender == settlement, NotSettlement(msg.sender));
        _return(operator, number, post);
    }

    /// @inheritdoc IBondVault
    function reclaimPoster(address operator, uint64 number, uint32 post) external {
        require(ISettlement(settlement).postOf(operator, number) != post, EpochStands(operator, number));
        _return(operator, number, post);
    }

    /// @inheritdoc IBondVault
    function slashPoster(address operator, uint64 number, uint32 post, address challenger) external {
        require(msg.sender == settlement, NotSettlement(msg.sender));
        PosterBond memory bond = _take(operator, number, post);
        uint128 reward = bond.amount / 2;
        uint128 burned = bond.amount - reward;

        emit PosterBondSlashed(operator, number, post, bond.poster, challenger, burned, reward);

        _burnAndReward(burned, challenger, reward);
    }

    /// @inheritdoc IBondVault
    function posterBondOf(address operator, uint64 number, uint32 post)
        external
        view
        returns (address poster, uint96 amount)
    {
        PosterBond storage bond = _posterBonds[_idOf(operator, number, post)];
        return (bond.poster, bond.amount);
    }

    /// @inheritdoc IBondVault
    function bondOf(address operator) external view returns (Bond memory) {
        return _bonds[operator];
    }

    function _return(address operator, uint64 number, uint32 post) private {
        PosterBond memory bond = _take(operator, number, post);

        emit PosterBondReturned(operator, number, post, bond.poster, bond.amount);

        token.safeTransfer(bond.poster, bond.amount);
    }

    function _take(address operator, uint64 number, uint32 post) private returns (PosterBond memory bond) {
        bytes32 id = _idOf(operator, number, post);
        bond = _posterBonds[id];
        require(bond.poster != address(0), NoPosterBond(operator, number, post));

        delete _posterBonds[id];
    }

    function _burnAndReward(uint128 burned, address challenger, uint128 reward) private {
        if (burned > 0) ERC20Burnable(address(token)).burn(burned);
        if (reward > 0) token.safeTransfer(challenger, reward);
    }

    function _idOf(address operator, uint64 number, uint32 post) private pure returns (bytes32) {
        return keccak256(abi.encode(operator, number, post));
    }
}
