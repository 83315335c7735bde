// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import { IBondVault } from "./interfaces/IBondVault.sol";

/// @title Operators' bonds, apart from the money
/// @dev Created by `Settlement`, so that both know each other by immutable addresses.
contract BondVault is IBondVault {
    using SafeERC20 for IERC20;

    /// @notice OPEN.
    IERC20 public immutable token;
    /// @notice Locks and releases bonds.
    address public immutable settlement;

    mapping(address operator => Bond) private _bonds;

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

        token.safeTransferFrom(msg.sender, address(this), amount);
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
        uint128 burned = taken - reward;

        bond.amount = left;
        bond.locked = keep < left ? keep : left;
        emit BondSlashed(operator, challenger, burned, reward);

        if (burned > 0) ERC20Burnable(address(token)).burn(burned);
        if (reward > 0) token.safeTransfer(challenger, reward);
    }

    /// @inheritdoc IBondVault
    function bondOf(address operator) external view returns (Bond memory) {
        return _bonds[operator];
    }
}
